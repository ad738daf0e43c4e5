package dev.zt.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zt workload database}: as whom the instances of a workload log in to databases. */
@Command(
        name = "database",
        mixinStandardHelpOptions = true,
        description = "Gives a workload a login at databases, or takes it away; each instance has it so from its next"
                + " renewal on.")
final class DatabaseUserCommand extends AdminCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "a registered workload")
    private String name = "";

    @ArgGroup(multiplicity = "1")
    private Choice choice = new Choice();

    /** Exactly one of the two. */
    static final class Choice {
        @Parameters(index = "1", paramLabel = "USER", description = "the login, such as svc_orders")
        private @Nullable String user;

        @Option(names = "--none", description = "certificates name no login any more")
        private boolean none;
    }

    @Override
    void ask(AdminDoor authority, PrintWriter out) {
        if (choice.none) {
            authority.ask("DELETE", "/admin/database-users/" + PathPart.of(name));
            out.println(name + " has no database user from its next renewals on");
            return;
        }
        String user = Objects.requireNonNullElse(choice.user, "");
        authority.ask("POST", "/admin/database-users", Map.of("workload", name, "database_user", user));
        out.println(name + " is the database user " + OneLine.of(user) + " from its next renewals on");
    }
}
