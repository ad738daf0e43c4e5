package dev.zt.jdbc.example;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The guided run on PostgreSQL. */
final class PostgresRun {
    private static final int TURNS = 1_000;

    private PostgresRun() {}

    /** With a server of its own. */
    static void run(Path folder, Duration load, Screen screen) throws Exception {
        screen.say("An authority, a PostgreSQL server and the service of orders start; nobody has a password.");
        try (PostgresScene scene = PostgresScene.start(folder)) {
            run(scene, load, screen);
        }
    }

    /** With a server that is there. */
    static void run(Path folder, String url, Path files, Duration load, Screen screen) throws Exception {
        screen.say("An authority starts and writes the TLS files of the server at " + url + " to " + files
                + "; have the server read them within half a minute.");
        try (PostgresScene scene = PostgresScene.given(folder, url, files)) {
            run(scene, load, screen);
        }
    }

    private static void run(PostgresScene scene, Duration load, Screen screen) throws Exception {
        screen.heading("What must work");
        screen.run(HonestCalls.of(scene));
        screen.run(Evidence.ofJobs(scene));
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
        if (scene.hasServer()) {
            screen.run(CertificateAttacks.ofServersAndAuthorities(scene));
            screen.run(Evidence.ofLogins(scene));
            screen.heading("A server that is away or not as it must be");
            screen.run(Outages.of(scene));
        } else {
            screen.say(
                    "     left out, because the server is not this run's to change: lying and expired certificates, outages");
        }
        lives(scene, load, screen);
        screen.say("");
        screen.say("What it costs, beside the same without policies, on this server in this run");
        Costs.measure(scene, TURNS).forEach(line -> screen.say("     " + line));
    }

    private static void lives(PostgresScene scene, Duration load, Screen screen) throws Exception {
        screen.heading("Revocation and renewal");
        try (Revocation revocation = Revocation.of(scene)) {
            screen.run(revocation.steps());
            screen.say("     " + revocation.figures());
        }
        screen.run(List.of(RotationLoad.of(scene, load)));
    }
}
