package dev.zt.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's fleet under traffic, while everything that it stands on changes or is away. */
@Tag("load")
class FleetLoadTest {
    private static final double FRACTION = Double.parseDouble(System.getProperty("zt.load", "1"));
    private static final List<String> CALLED = List.of("orders-1", "orders-2", "billing", "reports");
    private static final List<String> RUNNING =
            List.of("gateway", "orders-1", "orders-2", "billing", "reports", Fleet.INTRUDER);

    @TempDir
    Path folder;

    private static long of(long full, long least) {
        return Math.max(least, Math.round(full * FRACTION));
    }

    private static void say(String format, Object... values) {
        System.out.println("load: " + String.format(Locale.ROOT, format, values));
    }

    @Test
    void servesEveryCall_whileTokensCertificatesAndKeysRotate() throws Exception {
        String quick = """
                token-life: 4s
                certificate-life: 4s
                refresh-hint: 1s
                publish-ahead: 3s
                key-life: 8s
                """;
        long seconds = of(60, 15);
        try (Fleet fleet = Fleet.start(folder, quick, Map.of("ZT_RELOAD_INTERVAL", "200ms"))) {
            Set<String> keys = members(status(fleet), "kid", "state").keySet();
            Customers customers = Customers.of(fleet);
            try (customers) {
                TimeUnit.SECONDS.sleep(seconds);
            }
            String status = status(fleet);
            assertThat(customers.failures()).isEmpty();
            assertThat(customers.served()).isPositive();
            assertThat(status).doesNotContain("\"state\":\"quarantined\"");
            assertThat(renewals(fleet, status))
                    .allSatisfy(
                            (name, renewals) -> assertThat(renewals).as(name).isGreaterThanOrEqualTo(2));
            // Those of the start are still published, for two minutes longer than what they signed lives.
            Set<String> signing = members(status, "kid", "state").entrySet().stream()
                    .filter(key -> key.getValue().equals("active"))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            assertThat(keys).isNotEmpty();
            assertThat(signing).hasSize(2).doesNotContainAnyElementsOf(keys);
            say(
                    "%d s of rotation (tokens and certificates of 4 s, signing keys of 8 s): %d customers served, 0 failed;"
                            + " renewals of the instances: %s; %d JVMs, %d MB",
                    seconds, customers.served(), renewals(fleet, status), fleet.size(), fleet.residentMib());
        }
    }

    private static String status(Fleet fleet) {
        return fleet.office().zt("status", "--json");
    }

    /** How often each running instance has renewed its identity. */
    private static Map<String, Long> renewals(Fleet fleet, String status) {
        Map<String, String> renewals = members(status, "instance", "renewals");
        return RUNNING.stream()
                .collect(Collectors.toMap(
                        name -> name,
                        name -> Long.valueOf(renewals.get(fleet.instance(name))),
                        Long::sum,
                        TreeMap::new));
    }

    /** Of all objects in a JSON text that have both members: the value of one by that of the other, which stands before. */
    private static Map<String, String> members(String json, String key, String value) {
        return Pattern.compile("\"" + key + "\":\"([^\"]+)\"[^}]*\"" + value + "\":\"?([^\",}]+)")
                .matcher(json)
                .results()
                .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
    }

    @Test
    void servesEveryCall_whileTheAuthorityIsAway() throws Exception {
        // Whoever has not renewed by the outage can do without the authority for 45 % of a life at least.
        long life = of(120, 30);
        long away = of(30, 8);
        String lives = "token-life: " + life + "s\ncertificate-life: " + life + "s\n";
        try (Fleet fleet = Fleet.start(folder, lives, Map.of())) {
            long due;
            Customers customers = Customers.of(fleet);
            try (customers) {
                TimeUnit.SECONDS.sleep(of(40, 5));
                String before = status(fleet);
                Instant gone = Instant.now();
                fleet.office().kill();
                TimeUnit.SECONDS.sleep(away);
                fleet.office().startAgain();
                due = due(before, life, gone, Instant.now());
                TimeUnit.SECONDS.sleep(of(20, 6));
            }
            assertThat(customers.failures()).isEmpty();
            assertThat(customers.served()).isPositive();
            assertThat(due).as("renewals due in the outage").isPositive();
            Map<String, Long> renewals = renewals(fleet, status(fleet));
            assertThat(renewals.values()).allMatch(times -> times >= 1);
            say(
                    "authority away for %d s, tokens of %d s, %d renewals due meanwhile: %d customers served, 0 failed;"
                            + " renewals of the instances: %s",
                    away, life, due, customers.served(), renewals);
        }
    }

    /** How many renewals fall due between two instants: an instance asks at 45 to 55 % of a life. */
    private static long due(String status, long life, Instant from, Instant until) {
        return members(status, "instance", "expires").values().stream()
                .map(expires -> Instant.ofEpochSecond(Long.parseLong(expires)))
                .filter(expires -> expires.minusMillis(life * 550).isAfter(from)
                        && expires.minusMillis(life * 450).isBefore(until))
                .count();
    }

    @Test
    void refusesARevokedInstance_everywhere() throws Exception {
        long times = of(100, 10);
        List<Double> delays = new ArrayList<>();
        try (Fleet fleet = Fleet.start(folder, "", Map.of())) {
            for (int i = 0; i < times; i++) {
                delays.add(revoked(fleet, "gateway-" + (100 + i)));
            }
        }
        delays.sort(null);
        say(
                "%d revocations, from the return of 'zt revoke' to the refusal by all of %s: p50 %.2f s, p99 %.2f s, at most"
                        + " %.2f s",
                times,
                CALLED,
                delays.get(delays.size() / 2),
                delays.get((int) Math.ceil(delays.size() * 0.99) - 1),
                delays.get(delays.size() - 1));
    }

    // A gateway's calls are permitted at orders and reports; at billing only the reason of the refusal changes.
    private static double revoked(Fleet fleet, String name) throws Exception {
        fleet.enlist(name);
        fleet.order(call(fleet, name, "orders-1"));
        fleet.remember(name);
        for (AuditFile audit : fleet.audits("billing")) {
            audit.skip();
        }
        fleet.office().zt("revoke", "--instance", fleet.instance(name));
        long start = System.nanoTime();
        List<String> believing = new ArrayList<>(CALLED);
        while (!believing.isEmpty()) {
            assertThat(System.nanoTime() - start)
                    .as("still believed by %s", believing)
                    .isLessThan(30_000_000_000L);
            String next = believing.remove(0);
            if (!refuses(fleet, name, next)) {
                believing.add(next);
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        fleet.order("forget " + name);
        return seconds;
    }

    private static boolean refuses(Fleet fleet, String name, String whom) throws Exception {
        int status = Integer.parseInt(fleet.order(call(fleet, name, whom)));
        if (!whom.equals("billing")) {
            return status == 403;
        }
        return AuditFile.await(fleet.audits("billing"))
                .filter(decided -> decided.reason().equals("instance-revoked"))
                .isPresent();
    }

    private static String call(Fleet fleet, String who, String whom) {
        String path = switch (Decided.service(whom)) {
            case "orders" -> "/orders/7";
            case "billing" -> "/charges/7";
            default -> "/reports/daily";
        };
        return Strike.call(fleet, who, "GET", whom, path);
    }
}
