package dev.zt.jdbc.example;

import java.util.List;

/** A server that is away, is somebody else, or is not set up as it must be: clear answers, and recovery without a restart. */
final class Outages {
    private static final String AWAY = "503 the database is not available";

    private final PostgresScene scene;

    private Outages(PostgresScene scene) {
        this.scene = scene;
    }

    static List<Step> of(PostgresScene scene) {
        Outages outages = new Outages(scene);
        return List.of(
                new Step("a table loses FORCE ROW LEVEL SECURITY: is the service ready", AWAY, outages::withoutForce),
                new Step("the database goes away: acme lists its orders", AWAY, outages::goesAway),
                new Step("is the service ready", AWAY, outages::ready),
                new Step("a second instance starts without a database: acme lists", AWAY, outages::startsWithout),
                new Step("the database is back: the first one serves", "200", outages::isBack),
                new Step("an instance starts without a database, and serves when that comes", "200", outages::comes),
                new Step(
                        "an instance starts before a server that is somebody else: acme lists",
                        AWAY,
                        outages::impostor),
                new Step("the server is itself again: acme lists its orders", "200", outages::beItself));
    }

    private String withoutForce() throws Exception {
        scene.asOwner("ALTER TABLE shop.orders NO FORCE ROW LEVEL SECURITY");
        try {
            return ready();
        } finally {
            scene.asOwner("ALTER TABLE shop.orders FORCE ROW LEVEL SECURITY");
        }
    }

    private String ready() throws Exception {
        return scene.acme().get("/ready").text();
    }

    private String list() throws Exception {
        return scene.acme().get("/orders").text();
    }

    private String goesAway() throws Exception {
        scene.server().stop();
        return list();
    }

    private interface Asking {
        String of(ShopCaller acme) throws Exception;
    }

    private String withNewInstance(Asking asking) throws Exception {
        try (PostgresDatabase database = PostgresDatabase.open(scene.url(), scene.orders(), scene.support());
                OrdersService second = scene.serve(scene.orders(), database)) {
            return asking.of(scene.acme().at(second.origin()));
        }
    }

    private String startsWithout() throws Exception {
        return withNewInstance(acme -> acme.get("/orders").text());
    }

    private String isBack() throws Exception {
        scene.server().startAgain();
        Await.until("the service is ready", () -> ready().startsWith("200"));
        return list();
    }

    private String comes() throws Exception {
        scene.server().stop();
        return withNewInstance(acme -> {
            String before = acme.get("/orders").text();
            scene.server().startAgain();
            Await.until("the new instance is ready", () -> acme.get("/ready").status() == 200);
            return before.equals(AWAY) ? acme.get("/orders").text() : before;
        });
    }

    private String impostor() throws Exception {
        scene.server().pretendToBe(scene.acme().identity());
        return withNewInstance(acme -> acme.get("/orders").text());
    }

    private String beItself() throws Exception {
        scene.server().beItself();
        Await.until("the service is ready", () -> ready().startsWith("200"));
        return list();
    }
}
