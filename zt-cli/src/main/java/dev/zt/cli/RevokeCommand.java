package dev.zt.cli;

import dev.zt.jose.JsonObject;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code zt revoke}: every service refuses it within seconds, and it is renewed no more. */
@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        description = "Revokes an instance, a workload or a key: every service refuses it within about a second.")
final class RevokeCommand extends AdminCommand {
    @ArgGroup(multiplicity = "1")
    private Revocable what = new Revocable();

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the record")
    private String reason = "revoked by an operator";

    @Override
    void ask(AdminDoor authority, PrintWriter out) {
        JsonObject answer =
                authority.ask("POST", "/admin/revocations", Map.of(what.kind(), what.subject(), "reason", reason));
        out.println("revoked " + what.kind() + " " + what.subject() + ", status version "
                + answer.wholeNumber("version").orElse(0));
    }
}
