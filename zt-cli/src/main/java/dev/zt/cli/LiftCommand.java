package dev.zt.cli;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code zt lift}: takes a revocation or a quarantine back. */
@Command(
        name = "lift",
        mixinStandardHelpOptions = true,
        description = "Takes the revocation of an instance or a workload back, or the quarantine of an instance.")
final class LiftCommand extends AdminCommand {
    @ArgGroup(multiplicity = "1")
    private What what = new What();

    /** A key that was revoked stays so. */
    static final class What {
        @Option(names = "--instance", paramLabel = "ID", description = "one instance")
        private @Nullable String instance;

        @Option(names = "--workload", paramLabel = "NAME", description = "a workload")
        private @Nullable String workload;
    }

    @Override
    void ask(AdminDoor authority, PrintWriter out) {
        String kind = what.instance != null ? "instance" : "workload";
        String subject = what.instance != null ? what.instance : Objects.requireNonNullElse(what.workload, "");
        authority.ask("DELETE", "/admin/revocations/" + kind + "/" + PathPart.of(subject));
        out.println("lifted " + kind + " " + subject);
    }
}
