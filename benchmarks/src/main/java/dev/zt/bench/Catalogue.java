package dev.zt.bench;

import dev.zt.bench.Row.Against;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which forks there are, in the order of the table, and what the samples of each come to. */
final class Catalogue {
    /** One fork. {@code rows} reads its samples, which stand under the names of the counters. */
    record Run(Class<?> benchmark, @Nullable Variant variant, Function<Map<String, Samples>, List<Row>> rows) {
        String title() {
            return benchmark.getSimpleName() + (variant == null ? "" : " " + variant.label());
        }
    }

    private Catalogue() {}

    static List<Run> runs(Pattern wanted) {
        List<Run> runs = new ArrayList<>();
        for (Engine engine : Engine.present()) {
            runs.add(new Run(AdmitFresh.class, engine, samples -> fresh(engine.label(), samples)));
            runs.add(new Run(AdmitRemembered.class, engine, samples -> remembered(engine.label(), samples)));
            runs.add(new Run(AdmitDpop.class, engine, samples -> TokenRows.dpop(engine.label(), samples)));
            runs.add(new Run(MintProof.class, engine, samples -> minting(engine.label(), samples)));
            runs.add(new Run(MintDpop.class, engine, samples -> TokenRows.minting(engine.label(), samples)));
            runs.add(new Run(AdmitSigned.class, engine, samples -> signed(engine.label(), samples)));
            runs.add(new Run(MeetLeaf.class, engine, samples -> CertificateRows.firstSight(engine, samples)));
            runs.add(new Run(IssueWit.class, engine, samples -> issuing(engine.label(), samples)));
        }
        for (TlsStack stack : TlsStack.present()) {
            runs.add(new Run(ShakeHands.class, stack, samples -> HandshakeRows.of(stack, samples)));
        }
        for (CallingClient client : CallingClient.values()) {
            runs.add(new Run(ProveCall.class, client, samples -> ClientRows.of(client, samples)));
        }
        runs.add(new Run(
                AdmitBearer.class,
                null,
                samples -> TokenRows.bearer(Engine.fastest().label(), samples)));
        runs.add(new Run(
                AdmitCertificate.class,
                null,
                samples -> CertificateRows.known(Engine.fastest().label(), samples)));
        runs.add(new Run(
                EnrolInstance.class, null, samples -> enrolling(Engine.fastest().label(), samples)));
        runs.add(new Run(
                PassFilters.class, null, samples -> filters(Engine.fastest().label(), samples)));
        runs.add(new Run(PeerToken.class, null, Catalogue::peer));
        runs.add(new Run(DecideByPolicy.class, null, Catalogue::decisions));
        runs.add(new Run(RememberProofs.class, null, Catalogue::replays));
        runs.removeIf(run -> !wanted.matcher(run.title()).find());
        return runs;
    }

    private static List<Row> fresh(String engine, Map<String, Samples> samples) {
        Samples twoChecks = of(samples, "raw");
        Samples oneCheck = new Samples(
                twoChecks.values().stream().map(micros -> micros / 2).toList());
        return List.of(
                Row.ratio(
                        "admit, fresh token, fresh proof",
                        engine,
                        of(samples, "library"),
                        new Against("2 raw checks, new key", of(samples, "rawNewKey")),
                        1.2),
                Row.ratio(
                        "  the same",
                        engine,
                        of(samples, "library"),
                        new Against("2 raw checks, prepared", twoChecks),
                        1.2),
                Row.reference(
                        "  a token checked by plain JCA",
                        engine,
                        of(samples, "reference"),
                        new Against("a raw check", oneCheck)));
    }

    private static List<Row> remembered(String engine, Map<String, Samples> samples) {
        Against check = new Against("a raw check", of(samples, "raw"));
        return List.of(
                Row.ratio("admit, known token, fresh proof", engine, of(samples, "library"), check, 1.2),
                Row.reference("  a proof checked by plain JCA", engine, of(samples, "reference"), check));
    }

    private static List<Row> signed(String engine, Map<String, Samples> samples) {
        Against both = new Against("a raw check and the hash", of(samples, "raw"));
        return List.of(
                Row.ratio("admit, signed request of 10 KiB", engine, of(samples, "library"), both, 1.2),
                Row.figure("  allocated", engine, Row.Unit.BYTES, of(samples, "libraryBytes")));
    }

    private static List<Row> filters(String engine, Map<String, Samples> samples) {
        List<Row> rows = new ArrayList<>();
        Map<String, String> kinds = new LinkedHashMap<>();
        kinds.put("public", "filter, public endpoint");
        kinds.put("proven", "filter, known token, fresh proof");
        kinds.put("plain", "  the same, plain loopback HTTP");
        kinds.forEach((kind, what) -> {
            Against micros = new Against("Guard.admit alone", of(samples, kind + "Admit"));
            Against bytes = new Against("Guard.admit alone", of(samples, kind + "AdmitBytes"));
            rows.add(Row.difference(what, engine, Row.Unit.MICROS, of(samples, kind + "Filter"), micros, 3));
            rows.add(Row.difference(
                    "  allocated", engine, Row.Unit.BYTES, of(samples, kind + "FilterBytes"), bytes, 2048));
        });
        return rows;
    }

    private static List<Row> minting(String engine, Map<String, Samples> samples) {
        Against signing = new Against("a raw signing", of(samples, "raw"));
        return List.of(
                Row.ratio("mint a proof", engine, of(samples, "library"), signing, 1.3),
                Row.reference("  a proof signed by plain JCA", engine, of(samples, "reference"), signing));
    }

    private static List<Row> issuing(String engine, Map<String, Samples> samples) {
        Against signing = new Against("a raw signing", of(samples, "raw"));
        return List.of(
                Row.ratio("issue a WIT", engine, of(samples, "library"), signing, 1.3),
                Row.reference("  a token signed by plain JCA", engine, of(samples, "reference"), signing));
    }

    private static List<Row> enrolling(String engine, Map<String, Samples> samples) {
        Against signing = new Against("a raw signing", of(samples, "raw"));
        return List.of(
                Row.reference("enrol, new connection", engine, of(samples, "newConnection"), signing),
                Row.figure("  on the clock", engine, Row.Unit.MICROS, of(samples, "newConnectionWall")),
                Row.reference("enrol, kept connection", engine, of(samples, "keptConnection"), signing),
                Row.figure("  on the clock", engine, Row.Unit.MICROS, of(samples, "keptConnectionWall")));
    }

    private static List<Row> peer(Map<String, Samples> samples) {
        Against own = new Against("by zt, BouncyCastle", of(samples, "library"));
        return List.of(Row.reference("a token by Nimbus, as shipped", "the JDK's", of(samples, "reference"), own));
    }

    private static List<Row> replays(Map<String, Samples> samples) {
        Against cache = new Against("by Caffeine", of(samples, "reference"));
        return List.of(
                Row.absolute("remember a proof, 1,000,000 live", "", Row.Unit.MICROS, of(samples, "library"), 0.25),
                Row.reference("  the same", "", of(samples, "library"), cache),
                Row.figure("  know it again", "", Row.Unit.MICROS, of(samples, "libraryAgain")),
                Row.absolute("  kept for each", "", Row.Unit.BYTES, of(samples, "libraryBytes"), 24),
                Row.figure("  kept by Caffeine, with its key", "", Row.Unit.BYTES, of(samples, "referenceBytes")));
    }

    private static List<Row> decisions(Map<String, Samples> samples) {
        Against ten = new Against("decide, 10 rules", of(samples, "micros10"));
        List<Row> rows = new ArrayList<>();
        for (String size : List.of("10", "1000", "10000")) {
            String what = "decide, " + grouped(size) + " rules";
            rows.add(Row.absolute(what, "", Row.Unit.MICROS, of(samples, "micros" + size), 0.3));
            rows.add(Row.absolute("  allocated", "", Row.Unit.BYTES, of(samples, "bytes" + size), 0));
        }
        rows.add(Row.ratio("decide, 10,000 rules", "", of(samples, "micros10000"), ten, 1.3));
        Samples perSecond = of(samples, "micros10000").map(micros -> 1e6 / micros);
        rows.add(Row.figure("  the same", "", Row.Unit.PER_SECOND, perSecond).atLeast(8e6));
        return rows;
    }

    private static String grouped(String digits) {
        return digits.length() < 4
                ? digits
                : digits.substring(0, digits.length() - 3) + "," + digits.substring(digits.length() - 3);
    }

    static Samples of(Map<String, Samples> samples, String counter) {
        Samples found = samples.get(counter);
        if (found == null) {
            throw new IllegalStateException("the fork reported no " + counter);
        }
        return found;
    }
}
