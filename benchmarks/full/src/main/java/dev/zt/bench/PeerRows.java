package dev.zt.bench;

import dev.zt.bench.Row.Against;
import dev.zt.jose.Algorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of zt beside its peers. */
final class PeerRows {
    private static final double KIB = 1024;
    /** From which feature release on the JDK has its fast P-256, which is what the two bounds of the same ratio are for. */
    private static final int FAST_P256 = 22;

    private PeerRows() {}

    static List<Row> raw(Algorithm algorithm, Map<String, Samples> samples) {
        String what = "a raw " + algorithm.joseName() + " check, JCA";
        Against platform = new Against("by the JDK", Catalogue.of(samples, RawCosts.counter(RawEngine.PLATFORM)));
        return RawEngine.present().stream()
                .map(engine ->
                        Row.reference(what, engine.label(), Catalogue.of(samples, RawCosts.counter(engine)), platform))
                .toList();
    }

    static List<Row> fresh(TokenCase chosen, Map<String, Samples> samples) {
        String engine = engine(chosen);
        Samples micros = Catalogue.of(samples, "library");
        Samples bytes = Catalogue.of(samples, "libraryBytes");
        Against check = new Against("a raw check", Catalogue.of(samples, "raw"));
        Against checkBytes = new Against("a raw check", Catalogue.of(samples, "rawBytes"));
        String what = "a fresh " + chosen.algorithm().joseName() + " token";
        return List.of(
                chosen.algorithm() == Algorithm.ES256
                        ? Row.ratio(what, engine, micros, check, 1.08)
                        : Row.reference(what, engine, micros, check),
                Row.difference("  the same", engine, Row.Unit.MICROS, micros, check, 3),
                Row.difference("  allocated", engine, Row.Unit.BYTES, bytes, checkBytes, 3 * KIB));
    }

    static List<Row> peer(TokenCase chosen, Map<String, Samples> samples) {
        String peer = chosen.library().label();
        Samples micros = Catalogue.of(samples, "reference");
        Samples zt = Catalogue.of(samples, "library");
        String token = "a fresh " + chosen.algorithm().joseName() + " token, ";
        Row row = Row.reference(token + chosen.providers().label(), peer, micros, new Against("by zt", zt));
        Double bound = bound(chosen);
        return List.of(
                bound == null ? row : row.atLeast(bound),
                Row.figure("  allocated", peer, Row.Unit.BYTES, Catalogue.of(samples, "referenceBytes")),
                Row.reference(
                        "  by zt in the same fork",
                        engine(chosen),
                        zt,
                        new Against("a raw check", Catalogue.of(samples, "raw"))));
    }

    // A bound against the fastest peer is one against each.
    private static @Nullable Double bound(TokenCase chosen) {
        boolean nimbus = chosen.library() == TokenLibrary.NIMBUS;
        if (chosen.algorithm() == Algorithm.RS256) {
            return nimbus && chosen.providers() == Providers.AS_SHIPPED ? 1.5 : null;
        }
        if (chosen.providers() == Providers.AS_SHIPPED) {
            return Runtime.version().feature() < FAST_P256 ? 10 : 4.5;
        }
        return nimbus ? (Double) 1.4 : chosen.library() == TokenLibrary.SPRING ? (Double) 1.8 : null;
    }

    private static String engine(TokenCase chosen) {
        return chosen.providers() == Providers.ACCP_FIRST
                ? "ACCP"
                : chosen.algorithm() == Algorithm.RS256 ? "the JDK's" : "BouncyCastle";
    }

    static List<Row> garbage(Map<String, Samples> samples) {
        List<Row> rows = new ArrayList<>();
        for (Garbage kind : Garbage.values()) {
            Samples micros = Catalogue.of(samples, GarbageCosts.counter(kind));
            rows.add(Row.absolute("garbage, " + kind.label(), "", Row.Unit.MICROS, micros, 3));
        }
        return rows;
    }

    static List<Row> decision(PolicyCase chosen, Map<String, Samples> samples) {
        String peer = chosen.peer().label();
        String what = "decide, path as text, " + chosen.rules() + " rules";
        Against zt = new Against("by zt", Catalogue.of(samples, "library"));
        return List.of(
                Row.reference(what, peer, Catalogue.of(samples, "reference"), zt),
                Row.figure("  allocated", peer, Row.Unit.BYTES, Catalogue.of(samples, "referenceBytes")));
    }
}
