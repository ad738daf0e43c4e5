package dev.zt.cli;

import dev.zt.jose.JsonObject;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code zt revoke}: every service refuses it within seconds, and it is renewed no more. */
@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        description = "Revokes an instance, a workload or a key: every service refuses it within seconds.")
final class RevokeCommand extends AdminCommand {
    @ArgGroup(multiplicity = "1")
    private Revocable what = new Revocable();

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the record")
    private Optional<String> reason = Optional.empty();

    @Override
    void ask(AdminDoor authority, PrintWriter out) {
        Map<String, String> members = new LinkedHashMap<>(Map.of(what.kind(), what.subject()));
        reason.ifPresent(text -> members.put("reason", text));
        JsonObject answer = authority.ask("POST", "/admin/revocations", members);
        out.println("revoked " + what.kind() + " " + what.subject() + ", status version "
                + answer.wholeNumber("version").orElse(0));
    }
}
