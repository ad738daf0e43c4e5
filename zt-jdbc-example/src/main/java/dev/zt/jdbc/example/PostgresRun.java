package dev.zt.jdbc.example;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The guided run on PostgreSQL. */
final class PostgresRun {
    private static final int PAIRS = 1_500;

    private PostgresRun() {}

    static void run(Path folder, Screen screen) throws Exception {
        Duration load = Duration.ofSeconds(Integer.getInteger("zt.jdbc.seconds", 6));
        screen.say("An authority, a PostgreSQL server and the service of orders start; nobody has a password.");
        try (PostgresScene scene = PostgresScene.start(folder)) {
            screen.heading("What must work");
            screen.run(HonestCalls.of(scene));
            screen.run(Evidence.of(scene));
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
            screen.heading("A server that is away or not as it must be");
            screen.run(Outages.of(scene));
            screen.heading("Revocation and renewal");
            try (Revocation revocation = Revocation.of(scene)) {
                screen.run(revocation.steps());
                screen.say("     " + revocation.figures());
            }
            screen.run(List.of(RotationLoad.of(scene, load)));
            screen.say("");
            screen.say("What it costs, beside the same without policies, on this server in this run");
            Costs.measure(scene, PAIRS).forEach(line -> screen.say("     " + line));
        }
    }
}
