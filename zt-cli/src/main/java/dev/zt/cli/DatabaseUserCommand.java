package dev.zt.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zt workload database}: as whom the instances of a workload log in to databases. */
@Command(
        name = "database",
        mixinStandardHelpOptions = true,
        description = "Gives a workload a login at databases, or takes it away; each instance has it so from its next"
                + " renewal on.")
final class DatabaseUserCommand extends AdminCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "a registered workload")
    private String name = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "USER", description = "the login, such as svc_orders")
    private Optional<String> user = Optional.empty();

    @Option(names = "--none", description = "certificates name no login any more")
    private boolean none;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    void ask(AdminDoor authority, PrintWriter out) {
        if (user.isPresent() == none) {
            throw new ParameterException(spec.commandLine(), "name either the database user or --none");
        }
        if (none) {
            authority.ask("DELETE", "/admin/database-users/" + PathPart.of(name));
            out.println(name + " has no database user from its next renewals on");
        } else {
            authority.ask(
                    "POST", "/admin/database-users", Map.of("workload", name, "database_user", user.orElseThrow()));
            out.println(name + " is the database user " + user.orElseThrow() + " from its next renewals on");
        }
    }
}
