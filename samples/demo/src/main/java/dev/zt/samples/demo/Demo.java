package dev.zt.samples.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Starts a shop, trades in it, attacks it, and says whether everything ended as it must.
 *
 * <p>Its files go to the folder that the system property {@code demo.dir} names. Ends with 0 only if each honest call
 * was served and each attack was refused for its own reason.
 */
public final class Demo {
    private static final String COVERAGE = "INFO dev.zt.servlet.Installation - zt: ";
    private static final String PAGE = "index.html";
    private static final int ATTACKS_IN_A_ROW = 5;

    private Demo() {}

    /** Runs the demo. */
    public static void main(String[] args) {
        Screen screen = Screen.ofTerminal();
        boolean passed = false;
        try {
            Path folder = Path.of(System.getProperty("demo.dir", "target/demo")).toAbsolutePath();
            passed = run(folder, screen);
        } catch (IOException | RuntimeException e) {
            screen.say("demo: FAILED, " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            screen.say("demo: FAILED, interrupted");
        }
        // Not exit: on its way out Maven prints a colour reset, and the result is to be the last line.
        // The services have ended by now, and nothing else is left to clean up.
        System.out.flush();
        Runtime.getRuntime().halt(passed ? 0 : 1);
    }

    private static boolean run(Path folder, Screen screen) throws IOException, InterruptedException {
        long start = System.nanoTime();
        empty(folder);
        Reasons reasons = Reasons.ofRepositoryAround(folder);
        Result result = new Result(screen);
        Fleet fleet = Fleet.start(folder, "", Map.of());
        try (fleet) {
            coverage(fleet, screen);
            Play play = new Play(fleet, reasons, result);
            trade(play, start, screen);
            Siege siege = Siege.prepare(fleet);
            fleet.audits("orders").forEach(Demo::skip);
            scale(play, fleet, 5, screen);
            attack(play, Strike.all(fleet), "Attacks from the intruder's JVM, with honest calls in between", screen);
            attack(play, siege.strikes(), "Attacks on where identities come from, and on revocation", screen);
            memory(fleet, screen);
            scale(play, fleet, 1, screen);
            attack(play, List.of(siege.impostor("orders-2")), "An attack on the callers", screen);
            names(fleet, screen);
        }
        // The services have ended, so their audit files are whole.
        result.compareCustomers(fleet.audits("gateway").iterator().next());
        for (String service : Fleet.SERVICES) {
            for (AuditFile audit : fleet.audits(service)) {
                result.expectNothingMore(audit);
            }
        }
        Files.writeString(
                folder.resolve(PAGE),
                new MapPage(segments(), result.counts(), result.outcomes(), result.line()).html());
        screen.say("map: " + folder.resolve(PAGE));
        result.surprises().forEach(surprise -> screen.say("not as expected: " + surprise));
        screen.say(result.line());
        return result.isAsExpected();
    }

    // What this demo has written before, and nothing else: the folder is whatever a property says.
    private static void empty(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve(PAGE));
        for (String name : Fleet.FOLDERS) {
            Path old = folder.resolve(name);
            if (Files.exists(old)) {
                try (Stream<Path> below = Files.walk(old)) {
                    for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
        }
    }

    // What each guard wrote down when its application started; a gap would have stopped the start.
    private static void coverage(Fleet fleet, Screen screen) throws IOException {
        screen.say("What each guard covers, as it says at start");
        for (String service : Fleet.SERVICES) {
            try (Stream<String> log =
                    Files.lines(fleet.log(fleet.running(service).get(0)))) {
                log.filter(line -> line.contains(COVERAGE))
                        .map(line -> line.substring(line.indexOf(COVERAGE) + COVERAGE.length()))
                        .forEach(line -> screen.say(String.format(Locale.ROOT, "%-8s %s", service, line)));
            }
        }
    }

    private static void trade(Play play, long start, Screen screen) throws IOException, InterruptedException {
        screen.heading("Honest traffic: customers call the gateway, and the services call one another");
        List<Traffic> day = Traffic.day();
        play.serve(day.get(0));
        double seconds = (System.nanoTime() - start) / 1e9;
        for (Traffic traffic : day.subList(1, day.size())) {
            play.serve(traffic);
        }
        screen.say(String.format(Locale.ROOT, "first call served %.1f s after the start of seven JVMs", seconds));
    }

    private static void scale(Play play, Fleet fleet, int count, Screen screen)
            throws IOException, InterruptedException {
        int before = fleet.running("orders").size();
        screen.heading("orders goes from " + before + " to " + count
                + (count == 1 ? " instance" : " instances, each with an identity of its own"));
        fleet.scaleOrders(count);
        for (int i = 0; i < Math.max(count, 2); i++) {
            play.serve(Traffic.BUY);
        }
    }

    private static void attack(Play play, List<Strike> strikes, String title, Screen screen)
            throws IOException, InterruptedException {
        screen.heading(title);
        for (int i = 0; i < strikes.size(); i++) {
            play.attack(strikes.get(i));
            if (i % ATTACKS_IN_A_ROW == ATTACKS_IN_A_ROW - 1 || i == strikes.size() - 1) {
                play.serve(Traffic.SEE_ORDER);
            }
        }
    }

    private static void skip(AuditFile audit) {
        try {
            audit.skip();
        } catch (IOException e) {
            throw new UncheckedIOException("an audit file cannot be read", e);
        }
    }

    private static void memory(Fleet fleet, Screen screen) {
        screen.say("");
        screen.say(String.format(
                Locale.ROOT, "memory: %d JVMs, together %d MB resident", fleet.size(), fleet.residentMib()));
    }

    private static void names(Fleet fleet, Screen screen) {
        screen.say("");
        screen.say("instances, as 'zt status' shows them:");
        fleet.office().zt("status").lines().forEach(line -> screen.say("  " + line));
    }

    /** The segments as the policies have them. */
    static Map<String, List<String>> segments() {
        Map<String, List<String>> segments = new LinkedHashMap<>();
        segments.put("shop", List.of("gateway", "orders", "billing"));
        segments.put("office", List.of("reports", Fleet.INTRUDER));
        return segments;
    }
}
