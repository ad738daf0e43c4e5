package dev.zt.cli;

import dev.zt.jose.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zt workload}: who can have an identity at all. */
@Command(
        name = "workload",
        mixinStandardHelpOptions = true,
        description = "Registers workloads with the authority.",
        subcommands = {WorkloadCommand.Add.class, WorkloadCommand.Show.class, WorkloadCommand.Remove.class})
final class WorkloadCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name one of add, list and remove");
    }

    /** Registers. */
    @Command(name = "add", mixinStandardHelpOptions = true, description = "Registers workloads by their names.")
    static final class Add extends AdminCommand {
        @Parameters(arity = "1..*", paramLabel = "NAME", description = "the path of a SPIFFE ID, such as orders")
        private List<String> names = List.of();

        @Override
        void ask(AdminDoor authority, PrintWriter out) {
            for (String name : names) {
                JsonObject added = authority.ask("POST", "/admin/workloads", Map.of("name", name));
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
        Table table = new Table("WORKLOAD", "ID", "INSTANCES");
        AdminDoor.list(answer, "workloads")
                .forEach(workload -> table.row(
                        workload.string("name").orElse("?"),
                        workload.string("id").orElse("?"),
                        Long.toString(workload.wholeNumber("instances").orElse(0))));
        table.print(out);
    }
}
