package dev.zt.samples.demo;

import dev.zt.enrolment.Reply;
import dev.zt.samples.demo.Strike.Attempt;
import dev.zt.samples.demo.Strike.Seen;
import dev.zt.testkit.TestCall;
import dev.zt.testkit.Thief;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Attacks on where identities come from: join files, keys, revocation and the status that tells of it. */
final class Siege {
    /** An instance of the gateway in the intruder's hands, files and all. */
    static final String TAKEN = "gateway-2";
    /** Another one, which looks around. */
    static final String CURIOUS = "gateway-3";

    private static final Traffic.Hop RENEWED = new Traffic.Hop("gateway", "authority", "renew");
    private static final double LONGEST_SECONDS = 2;
    private static final int PATIENCE_SECONDS = 10;

    private final Fleet fleet;
    private final String statusBefore;

    private Siege(Fleet fleet, String statusBefore) {
        this.fleet = fleet;
        this.statusBefore = statusBefore;
    }

    /** Steals what the attacks need: copies of join files, of a state directory, and of a status. */
    static Siege prepare(Fleet fleet) throws IOException {
        fleet.office().join("reports", Duration.ofSeconds(1), fleet.stolen("old-join"));
        Path join = fleet.enlist(TAKEN).resolve("join");
        Files.copy(join, fleet.stolen("join"), StandardCopyOption.REPLACE_EXISTING);
        fleet.enlist(CURIOUS);
        for (String name : List.of(TAKEN, CURIOUS)) {
            fleet.order(Strike.call(fleet, name, "GET", "orders", "/orders/7"));
            fleet.remember(name);
        }
        Path copy = fleet.stolen("state");
        Files.createDirectories(copy);
        Files.copy(
                fleet.home(TAKEN).resolve("state/instance.json"),
                copy.resolve("instance.json"),
                StandardCopyOption.REPLACE_EXISTING);
        return new Siege(fleet, fleet.office().status());
    }

    /** The attacks, in an order in which the next one needs the one before. */
    List<Strike> strikes() {
        return List.of(
                new Strike("join token revived", "authority", 403, "join-token-expired", enrolling("old-join")),
                new Strike("join file stolen, second key", "authority", 403, "join-token-used", enrolling("join")),
                new Strike(
                        "admin request of a stranger",
                        "authority",
                        403,
                        "segment-not-admitted",
                        play -> play.seenOnly(play.order(administering()), "authority")),
                new Strike("endpoints probed, then the shop", "orders", 403, "posture", this::probe),
                new Strike("instance revoked in mid-run", "orders", 403, "instance-revoked", this::revoke),
                new Strike(
                        "status forged",
                        "orders",
                        403,
                        "instance-revoked",
                        play -> lie(play, forgedStatus(), "signature is not")),
                new Strike(
                        "status rolled back",
                        "orders",
                        403,
                        "instance-revoked",
                        play -> lie(play, statusBefore, "rolls the status back")),
                new Strike("renewal of a revoked instance", "authority", 403, "instance-barred", renewing()),
                new Strike("key cloned, second successor", "authority", 403, "renewal-cloned", this::cloneKey),
                new Strike(
                        "the clone, quarantined, calls on",
                        "orders",
                        403,
                        "instance-revoked",
                        play -> refused(play, TAKEN)));
    }

    /** The attack that needs a port that an instance of orders has left. */
    Strike impostor(String gone) {
        return new Strike("impostor on the port of " + gone, "orders", 200, Play.UNHEARD, play -> {
            fleet.order("lurk " + fleet.port(gone));
            fleet.announce("orders", List.of(gone, "orders-1"));
            play.serve(Traffic.SEE_ORDER);
            play.serve(Traffic.SEE_ORDER);
            String[] heard = fleet.order("heard").split(" ", -1);
            fleet.announce("orders", List.of("orders-1"));
            boolean unheard = !heard[0].equals("0") && heard[1].equals("0");
            return new Seen(200, unheard ? Play.UNHEARD : "heard " + heard[1] + " octets", Optional.empty());
        });
    }

    private String nonce() throws IOException {
        if (fleet.office().client().nonce() instanceof Reply.Given<String> given) {
            return given.value();
        }
        throw new IOException("the authority gives no nonce");
    }

    private String post(String path, String body) {
        TestCall call = TestCall.of("POST", path).with("Content-Type", "application/json");
        return Strike.send(fleet.port("authority"), call, body);
    }

    private Attempt enrolling(String join) {
        return play ->
                play.seenOnly(play.order(post("/enrol", Thief.enrolment(fleet.stolen(join), nonce()))), "authority");
    }

    private Attempt renewing() {
        return play ->
                play.seenOnly(play.order(post("/renew", Thief.renewal(fleet.stolen("state"), nonce()))), "authority");
    }

    private String administering() {
        return String.join(
                " ",
                "call",
                Fleet.INTRUDER,
                "GET",
                fleet.office().relay().url().toString(),
                "/admin/status",
                fleet.office().relay().url().toString(),
                Fleet.idOf("zt/authority"));
    }

    // Each by itself looks like a slip; four of them in a row do not.
    private Seen probe(Play play) throws IOException, InterruptedException {
        for (String path : List.of("/admin", "/users", "/env", "/backup")) {
            play.order(Strike.call(fleet, CURIOUS, "GET", "orders-1", path));
            play.show("orders");
        }
        return play.seen(play.order(Strike.call(fleet, CURIOUS, "POST", "orders-1", "/orders")), "orders");
    }

    private Seen revoke(Play play) throws IOException, InterruptedException {
        play.order(Strike.call(fleet, TAKEN, "GET", "orders-1", "/orders/7"));
        play.served(Traffic.READ_ORDER);
        fleet.office().zt("revoke", "--instance", fleet.instance(TAKEN), "--reason", "the demo");
        long start = System.nanoTime();
        List<String> believing = new ArrayList<>(fleet.running("orders"));
        believing.add("billing");
        believing.add("reports");
        Seen last = new Seen(0, "nothing seen", Optional.empty());
        while (!believing.isEmpty() && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
            String next = believing.remove(0);
            last = play.seen(play.order(Strike.call(fleet, TAKEN, "GET", next, path(next))), Decided.service(next));
            if (!last.reason().equals("instance-revoked")) {
                believing.add(next);
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        String outcome = believing.isEmpty()
                ? "every instance of orders, billing and reports refuses it"
                : "still believed by " + believing;
        play.say(String.format(Locale.ROOT, "  %s %.2f s after 'zt revoke' returned", outcome, seconds));
        // Its sister is none the worse for it.
        play.serve(Traffic.SEE_ORDER);
        return believing.isEmpty() && seconds < LONGEST_SECONDS
                ? last
                : new Seen(last.status(), "refused too late", last.decided());
    }

    private static String path(String name) {
        return switch (Decided.service(name)) {
            case "orders" -> "/orders/7";
            case "billing" -> "/charges/7";
            default -> "/reports/daily";
        };
    }

    private String forgedStatus() {
        String keyId = Thief.keyIdOf(statusBefore).orElseThrow();
        return Thief.statusThatRevokesNobody("shop.example", keyId, Instant.now());
    }

    // The relay has the authority's own TLS key, so nothing but the document itself can give the lie away.
    private Seen lie(Play play, String status, String logged) throws IOException, InterruptedException {
        // Whoever has not seen the newest one yet cannot tell the one before from it.
        if (!play.await(this::everybodyKnowsTheNewestStatus)) {
            return new Seen(0, "somebody does not follow the status", Optional.empty());
        }
        fleet.office().relay().showStatus(status);
        try {
            boolean noticed = play.await(() -> unaware(logged).isEmpty());
            Seen seen = refused(play, TAKEN);
            return noticed ? seen : new Seen(seen.status(), "not noticed by " + unaware(logged), seen.decided());
        } finally {
            fleet.office().relay().beHonest();
        }
    }

    private boolean everybodyKnowsTheNewestStatus() throws IOException {
        String newest = fleet.office().zt("status", "--json").replaceFirst("(?s).*?\"version\":([0-9]+).*", "$1");
        for (String service : Fleet.SERVICES) {
            for (String name : fleet.running(service)) {
                Path version = fleet.home(name).resolve("state/status.version");
                if (!Files.readString(version).equals(newest)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The running instances that have not logged this. */
    private List<String> unaware(String logged) throws IOException {
        List<String> unaware = new ArrayList<>();
        for (String service : Fleet.SERVICES) {
            for (String name : fleet.running(service)) {
                if (!Files.readString(fleet.log(name)).contains(logged)) {
                    unaware.add(name);
                }
            }
        }
        return unaware;
    }

    private Seen refused(Play play, String who) throws IOException, InterruptedException {
        return play.seen(play.order(Strike.call(fleet, who, "GET", "orders-1", "/orders/7")), "orders");
    }

    // Believed again first, so that it is the second successor that gives the clone away.
    private Seen cloneKey(Play play) throws IOException, InterruptedException {
        fleet.office().zt("lift", "--instance", fleet.instance(TAKEN));
        String order = post("/renew", Thief.renewal(fleet.stolen("state"), nonce()));
        fleet.audits("authority").iterator().next().skip();
        play.order(order);
        play.served(RENEWED);
        Seen seen =
                play.seenOnly(play.order(post("/renew", Thief.renewal(fleet.stolen("state"), nonce()))), "authority");
        boolean told = play.await(() -> refused(play, TAKEN).reason().equals("instance-revoked"));
        return told ? seen : new Seen(seen.status(), "not quarantined", seen.decided());
    }
}
