package dev.zt.jdbc.example;

import java.util.List;

/** What must work, on every database. */
final class HonestCalls {
    private HonestCalls() {}

    static List<Step> of(Scene scene) {
        String acmes = "200 " + scene.acmeOrder() + " acme teapot 19.90";
        String globex = "200 " + scene.globexOrder() + " globex anvil 250.00";
        return List.of(
                new Step(
                        "anybody asks whether the service is ready",
                        "200 ready",
                        () -> scene.acme().get("/ready").text()),
                new Step("acme lists its orders", acmes, () -> line(scene.acme().get("/orders"), scene.acmeOrder())),
                new Step(
                        "acme reads its order",
                        acmes,
                        () -> scene.acme().get("/orders/" + scene.acmeOrder()).text()),
                new Step(
                        "acme searches for its order",
                        acmes,
                        () -> line(scene.acme().search("teapot"), scene.acmeOrder())),
                new Step(
                        "acme places an order",
                        "201",
                        () -> scene.acme()
                                .post("kettle", "35.00", "4111-acme-2")
                                .text()),
                new Step(
                        "acme's storefront lists what it placed itself",
                        acmes,
                        () -> line(scene.acme().get("/orders?mine"), scene.acmeOrder())),
                new Step(
                        "acme's desk lists all orders of acme",
                        acmes,
                        () -> line(scene.desk().get("/orders"), scene.acmeOrder())),
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
                        globex,
                        () -> line(scene.globex().get("/orders"), scene.globexOrder())));
    }

    /** The line of one order, if all lines are of its tenant. */
    private static String line(ShopCaller.Reply reply, long id) {
        List<String> lines = reply.body().lines().toList();
        if (lines.stream()
                        .map(line -> line.replaceFirst("^(\\d+ \\w+) .*", "$1").replaceFirst("^\\d+ ", ""))
                        .distinct()
                        .count()
                > 1) {
            return reply.status() + " orders of several tenants";
        }
        return reply.status() + " "
                + lines.stream()
                        .filter(line -> line.startsWith(id + " "))
                        .findFirst()
                        .orElse("without order " + id);
    }
}
