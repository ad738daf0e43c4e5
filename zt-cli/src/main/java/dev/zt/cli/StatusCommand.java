package dev.zt.cli;

import dev.zt.jose.JsonObject;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code zt status}: everything that an authority knows, on one screen. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows workloads, instances, signing keys and what is revoked.")
final class StatusCommand extends AdminCommand {
    @Option(names = "--json", description = "prints the authority's own answer")
    private boolean json;

    @Override
    void ask(AdminDoor authority, PrintWriter out) {
        if (json) {
            out.println(authority.text("GET", "/admin/status", Map.of()));
            return;
        }
        JsonObject status = authority.ask("GET", "/admin/status");
        out.println("authority at " + status.string("url").orElse("?") + ", status version "
                + status.wholeNumber("version").orElse(0));
        out.println();
        WorkloadCommand.print(status, out);
        out.println();
        instances(status).print(out);
        out.println();
        KeysCommand.print(status, out);
        if (!AdminDoor.list(status, "revoked").isEmpty()) {
            out.println();
            revoked(status).print(out);
        }
    }

    private static Table instances(JsonObject status) {
        Table table = new Table("INSTANCE", "WORKLOAD", "STATE", "RENEWALS", "UNTIL");
        AdminDoor.list(status, "instances")
                .forEach(instance -> table.row(
                        instance.string("instance").orElse("?"),
                        instance.string("workload").orElse("?"),
                        instance.string("state").orElse("?"),
                        Long.toString(instance.wholeNumber("renewals").orElse(0)),
                        instance.time("expires").map(Instant::toString).orElse("?")));
        return table;
    }

    private static Table revoked(JsonObject status) {
        Table table = new Table("REVOKED", "WHO", "SINCE", "WHY");
        AdminDoor.list(status, "revoked")
                .forEach(entry -> table.row(
                        entry.string("kind").orElse("?"),
                        entry.string("subject").orElse("?"),
                        entry.time("at").map(Instant::toString).orElse("?"),
                        entry.string("reason").orElse("")));
        return table;
    }
}
