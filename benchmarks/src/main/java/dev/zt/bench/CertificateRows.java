package dev.zt.bench;

import dev.zt.bench.Row.Against;
import java.util.List;
import java.util.Map;

/** The rows of callers that are known by the certificates of their connections. */
final class CertificateRows {
    private CertificateRows() {}

    /** Signatures of one engine are so much faster than the other's that what stands around them weighs more. */
    static List<Row> firstSight(Engine engine, Map<String, Samples> samples) {
        double bound = engine == Engine.CORRETTO ? 1.7 : 1.5;
        Samples library = Catalogue.of(samples, "library");
        Against check = new Against("a raw check", Catalogue.of(samples, "raw"));
        return List.of(
                Row.ratio("first sight of a leaf", engine.label(), library, check, bound),
                Row.reference(
                        "  the path by the platform",
                        "the JDK's",
                        Catalogue.of(samples, "reference"),
                        new Against("by zt", library)));
    }

    static List<Row> known(String engine, Map<String, Samples> samples) {
        Samples library = Catalogue.of(samples, "library");
        return List.of(
                Row.absolute("admit, known certificate", engine, Row.Unit.MICROS, library, 2),
                Row.figure("  allocated", engine, Row.Unit.BYTES, Catalogue.of(samples, "libraryBytes")),
                Row.reference("  the same", engine, library, new Against("a raw check", Catalogue.of(samples, "raw"))));
    }
}
