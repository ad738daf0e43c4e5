package dev.zt.jdbc.example;

import java.nio.file.Path;

/** The guided run on PostgreSQL. */
final class PostgresRun {
    private PostgresRun() {}

    static void run(Path folder, Screen screen) throws Exception {
        screen.say("An authority, a PostgreSQL server and the service of orders start; nobody has a password.");
        try (PostgresScene scene = PostgresScene.start(folder)) {
            screen.heading("What must work");
            screen.run(HonestCalls.of(scene));
            screen.heading("From outside");
            screen.run(CommonAttacks.overHttp(scene));
            screen.heading("SQL injected through a search that takes it");
            screen.run(SqlAttacks.injected(scene));
            screen.heading("Wrong code behind the guard");
            screen.run(CommonAttacks.fromWrongCode(scene));
            screen.run(SqlAttacks.fromWrongCode(scene));
            screen.heading("What a pool could hand on");
            screen.run(PoolAttacks.of(scene));
            screen.heading("Certificates");
            screen.run(CertificateAttacks.ofClients(scene));
            screen.run(CertificateAttacks.ofServersAndAuthorities(scene));
        }
    }
}
