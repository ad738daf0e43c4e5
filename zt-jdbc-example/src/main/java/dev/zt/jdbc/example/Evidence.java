package dev.zt.jdbc.example;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stays of honest work: in the database's audit and in the server's log. */
final class Evidence {
    private static final Pattern LOGGED =
            Pattern.compile("connection authenticated: identity=\"(O=[^\"]*CN=svc_orders)[^\"]*\" method=cert");

    private Evidence() {}

    static List<Step> ofJobs(PostgresScene scene) {
        return List.of(
                new Step(
                        "a declared system job tries another tenant's rows",
                        "0 rows",
                        () -> scene.database()
                                .orders()
                                .asSystem(
                                        "fill",
                                        connection -> Sql.change(
                                                connection, "UPDATE shop.orders SET total = 0 WHERE tenant = 'acme'"))),
                new Step(
                        "the database's audit names the job",
                        "svc_orders job:fill measured orders:write",
                        () -> scene.asOwner("SELECT concat_ws(' ', login, caller, tenant, scope) FROM zt.audit"
                                + " ORDER BY at DESC LIMIT 1")));
    }

    static List<Step> ofLogins(PostgresScene scene) {
        return List.of(new Step("the server's log names who logged in", "O=shop.example,CN=svc_orders", () -> {
            Matcher line = LOGGED.matcher(scene.server().log());
            return line.find() ? line.group(1) : "nobody";
        }));
    }
}
