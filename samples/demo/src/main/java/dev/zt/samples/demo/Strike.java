package dev.zt.samples.demo;

import dev.zt.testkit.Attack;
import dev.zt.testkit.AttackScene;
import dev.zt.testkit.TestAuthority;
import dev.zt.testkit.TestCall;
import dev.zt.testkit.TestWorkload;
import dev.zt.testkit.Thief;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A named attack on one service, and how it must end.
 *
 * @param title what the attacker tries
 * @param target the attacked service
 * @param status the status that it must be answered with
 * @param reason the reason that the service must record
 * @param attempt carries it out
 */
record Strike(String title, String target, int status, String reason, Attempt attempt) {
    /** Carries an attack out. */
    @FunctionalInterface
    interface Attempt {
        Seen make(Play play) throws IOException, InterruptedException;
    }

    /**
     * What came of it.
     *
     * @param status as the attacker saw it
     * @param reason as the attacked service recorded it
     * @param decided the decision, where there is one to show
     */
    record Seen(int status, String reason, Optional<Decided> decided) {}

    /** What the intruder is to send, made when the attack begins because proofs live for seconds. */
    @FunctionalInterface
    private interface Orders {
        List<String> make() throws IOException;
    }

    /** All but the last order are captured calls that are served. */
    private static Attempt obeying(String target, Orders orders) {
        return play -> {
            List<String> all = orders.make();
            for (String captured : all.subList(0, all.size() - 1)) {
                play.order(captured);
                play.served(Traffic.READ_ORDER);
            }
            return play.seen(play.order(all.get(all.size() - 1)), target);
        };
    }

    /** A service under attack, and the honest call to it that is spoiled. */
    private record Site(Fleet fleet, String target, AttackScene scene) {
        static Site of(Fleet fleet, String victim, String target, String path) throws IOException {
            TestAuthority forger = fleet.office().forger();
            AttackScene scene = new AttackScene(
                    forger,
                    takenOver(forger, fleet, victim),
                    takenOver(forger, fleet, Fleet.INTRUDER),
                    Fleet.audienceOf(target),
                    "GET",
                    path);
            return new Site(fleet, target, scene);
        }

        Strike strike(String title, Attack attack) {
            return new Strike(title, target, attack.status(), attack.reason(), obeying(target, () -> {
                Attack.Sequence sequence = attack.begin(scene);
                List<String> orders = new ArrayList<>();
                sequence.prelude().forEach(call -> orders.add(send(fleet.port(target), call)));
                orders.add(send(fleet.port(target), sequence.attack()));
                return orders;
            }));
        }
    }

    private static TestWorkload takenOver(TestAuthority forger, Fleet fleet, String instance) throws IOException {
        return Thief.takeOver(forger, fleet.home(instance).resolve("state"));
    }

    /** The attacks with tokens, proofs and paths. */
    static List<Strike> all(Fleet fleet) throws IOException {
        Site orders = Site.of(fleet, "gateway", "orders", "/orders/7");
        Site billing = Site.of(fleet, "orders-1", "billing", "/charges/7");
        Site reports = Site.of(fleet, "gateway", "reports", "/reports/daily");
        return List.of(
                orders.strike("no token", Attack.NO_TOKEN),
                orders.strike("token without proof", Attack.TOKEN_WITHOUT_PROOF),
                orders.strike("token as bearer", Attack.TOKEN_AS_BEARER),
                orders.strike("stolen token, foreign key", Attack.STOLEN_TOKEN_FOREIGN_KEY),
                orders.strike("replayed proof", Attack.REPLAYED_PROOF),
                misdirected(fleet),
                billing.strike("expired proof", Attack.EXPIRED_PROOF),
                orders.strike("proof too far ahead", Attack.PROOF_TOO_FAR_AHEAD),
                billing.strike("proof of another token", Attack.PROOF_OF_ANOTHER_TOKEN),
                reports.strike("expired token", Attack.EXPIRED_TOKEN),
                orders.strike("alg none", Attack.ALGORITHM_NONE),
                billing.strike("forged signature", Attack.FORGED_SIGNATURE),
                orders.strike("key inside the token", Attack.EMBEDDED_KEY),
                orders.strike("unknown trust domain", Attack.UNKNOWN_TRUST_DOMAIN),
                orders.strike("two Authorization headers", Attack.TWO_AUTHORIZATIONS),
                orders.strike("..;/ path trick", Attack.PATH_WITH_DOT_SEGMENT),
                orders.strike("missing scope", Attack.MISSING_SCOPE),
                orders.strike("unlisted endpoint", Attack.UNLISTED_ENDPOINT),
                own(fleet, "lateral call into another segment", "billing", "/charges/7", "segment-not-admitted"),
                own(fleet, "call within its own segment", "reports", "/reports/daily", "not-allowed"),
                takenOver(fleet));
    }

    /** A genuine proof that was meant for orders, shown to reports. */
    private static Strike misdirected(Fleet fleet) {
        return new Strike("proof for another service", "reports", 401, "proof-audience", obeying("reports", () -> {
            TestWorkload gateway = takenOver(fleet.office().forger(), fleet, "gateway");
            TestCall call = TestCall.of("GET", "/reports/daily").with(gateway.prove(Fleet.audienceOf("orders")));
            return List.of(send(fleet.port("reports"), call));
        }));
    }

    /** What the intruder tries with its own identity, proven as it should be. */
    private static Strike own(Fleet fleet, String title, String target, String path, String reason) {
        return new Strike(
                title,
                target,
                403,
                reason,
                obeying(target, () -> List.of(call(fleet, Fleet.INTRUDER, "GET", target, path))));
    }

    /** A gateway that is taken over whole, key included, can still do no more than a gateway. */
    private static Strike takenOver(Fleet fleet) {
        return new Strike("gateway taken over, charges itself", "billing", 403, "never", obeying("billing", () -> {
            TestWorkload gateway = takenOver(fleet.office().forger(), fleet, "gateway");
            TestCall call = TestCall.of("POST", "/charges/7").with(gateway.prove(Fleet.audienceOf("billing")));
            return List.of(send(fleet.port("billing"), call));
        }));
    }

    /** The order to call an instance or a service with a genuine identity. */
    static String call(Fleet fleet, String who, String method, String whom, String path) {
        String service = Decided.service(whom);
        return String.join(
                " ",
                "call",
                who,
                method,
                fleet.origin(whom),
                path,
                Fleet.audienceOf(service).toString(),
                Fleet.idOf(service));
    }

    private static String send(int port, TestCall call) {
        return send(port, call, "");
    }

    /** The order to send a request as it is. */
    static String send(int port, TestCall call, String body) {
        StringBuilder request = new StringBuilder(4096)
                .append(call.method())
                .append(' ')
                .append(call.path())
                .append(" HTTP/1.1\r\nHost: 127.0.0.1:")
                .append(port)
                .append("\r\nConnection: close\r\nContent-Length: ")
                .append(body.length())
                .append("\r\n");
        call.headers()
                .forEach(header -> request.append(header.name())
                        .append(": ")
                        .append(header.value())
                        .append("\r\n"));
        byte[] octets = request.append("\r\n").append(body).toString().getBytes(StandardCharsets.ISO_8859_1);
        return "send " + port + " " + Base64.getEncoder().encodeToString(octets);
    }
}
