package dev.zt.cli;

import dev.zt.jose.JsonObject;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zt workload}: who can have an identity at all. */
@Command(
        name = "workload",
        mixinStandardHelpOptions = true,
        description = "Registers workloads with the authority.",
        subcommands = {
            WorkloadCommand.Add.class,
            WorkloadCommand.Show.class,
            DatabaseUserCommand.class,
            WorkloadCommand.Remove.class
        })
final class WorkloadCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name one of add, list, database and remove");
    }

    /** Registers. */
    @Command(name = "add", mixinStandardHelpOptions = true, description = "Registers workloads by their names.")
    static final class Add extends AdminCommand {
        @Parameters(arity = "1..*", paramLabel = "NAME", description = "the path of a SPIFFE ID, such as orders")
        private List<String> names = List.of();

        @Option(
                names = "--database-user",
                paramLabel = "USER",
                description = "its login at databases, such as svc_orders; for one name alone")
        private Optional<String> databaseUser = Optional.empty();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        void ask(AdminDoor authority, PrintWriter out) {
            if (databaseUser.isPresent() && names.size() > 1) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--database-user is the login of one workload; add the others by themselves");
            }
            for (String name : names) {
                Map<String, String> members = new LinkedHashMap<>(Map.of("name", name));
                databaseUser.ifPresent(user -> members.put("database_user", user));
                JsonObject added = authority.ask("POST", "/admin/workloads", members);
                out.println(added.string("id").orElse(name));
            }
        }
    }

    /** Lists. */
    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the registered workloads.")
    static final class Show extends AdminCommand {
        @Override
        void ask(AdminDoor authority, PrintWriter out) {
            print(authority.ask("GET", "/admin/workloads"), out);
        }
    }

    /** Removes. */
    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Removes workloads: their instances are refused from now on.")
    static final class Remove extends AdminCommand {
        @Parameters(arity = "1..*", paramLabel = "NAME", description = "a registered workload")
        private List<String> names = List.of();

        @Override
        void ask(AdminDoor authority, PrintWriter out) {
            for (String name : names) {
                authority.ask("DELETE", "/admin/workloads/" + PathPart.of(name));
                out.println("removed " + name);
            }
        }
    }

    static void print(JsonObject answer, PrintWriter out) {
        Table table = new Table("WORKLOAD", "ID", "INSTANCES", "DATABASE USER");
        AdminDoor.list(answer, "workloads")
                .forEach(workload -> table.row(
                        workload.string("name").orElse("?"),
                        workload.string("id").orElse("?"),
                        Long.toString(workload.wholeNumber("instances").orElse(0)),
                        workload.string("database_user").orElse("")));
        table.print(out);
    }
}
