package dev.zt.jdbc.example;

import java.nio.file.Path;

/** The guided run on H2. */
final class H2Run {
    private H2Run() {}

    static void run(Path folder, Screen screen) throws Exception {
        screen.say(
                "An authority, an H2 database in memory and the service of orders start. For development: of what this run"
                        + " shows on PostgreSQL (-Dzt.db=postgres), H2 cannot enforce");
        H2Database.LIMITS.forEach(limit -> screen.say("  - " + limit));
        try (H2Scene scene = H2Scene.start(folder)) {
            screen.heading("What must work");
            screen.run(HonestCalls.of(scene));
            screen.heading("From outside");
            screen.run(CommonAttacks.overHttp(scene));
            screen.heading("Logins");
            screen.run(H2Attacks.logins(scene));
            screen.heading("Wrong code behind the guard, and injected SQL");
            screen.run(CommonAttacks.fromWrongCode(scene));
            screen.run(H2Attacks.sql(scene));
        }
    }
}
