package dev.zt.jdbc.example;

import java.util.List;

/** What must work, on every database. */
final class HonestCalls {
    private HonestCalls() {}

    static List<Step> of(Scene scene) {
        String acmes = "200 " + scene.acmeOrder() + " acme teapot 19.90";
        return List.of(
                new Step(
                        "anybody: is the service ready",
                        "200 ready",
                        () -> scene.acme().get("/ready").text()),
                new Step(
                        "acme lists its orders",
                        acmes,
                        () -> scene.acme().get("/orders").text()),
                new Step(
                        "acme reads its order",
                        acmes,
                        () -> scene.acme().get("/orders/" + scene.acmeOrder()).text()),
                new Step(
                        "acme searches for its order",
                        acmes,
                        () -> scene.acme().search("teapot").text()),
                new Step(
                        "acme places an order",
                        "201",
                        () -> scene.acme()
                                .post("kettle", "35.00", "4111-acme-2")
                                .text()),
                new Step(
                        "acme's storefront lists what it placed itself",
                        acmes,
                        () -> scene.acme().get("/orders?mine").text()),
                new Step(
                        "acme's desk lists what it placed itself",
                        "200 no order",
                        () -> scene.desk().get("/orders?mine").text().replaceFirst("^200 $", "200 no order")),
                new Step(
                        "acme's desk reads the card of an order",
                        "200 4111-acme",
                        () -> scene.desk()
                                .get("/orders/" + scene.acmeOrder() + "/card")
                                .text()),
                new Step(
                        "globex lists its orders",
                        "200 " + scene.globexOrder() + " globex anvil 250.00",
                        () -> scene.globex().get("/orders").text()));
    }
}
