package dev.zt.bench;

import dev.zt.bench.Row.Against;
import java.util.List;
import java.util.Map;

/** The rows of callers that come with access tokens. */
final class TokenRows {
    private static final double KIB = 1024;

    private TokenRows() {}

    static List<Row> bearer(String engine, Map<String, Samples> samples) {
        Samples library = Catalogue.of(samples, "library");
        return List.of(
                Row.absolute("admit, known bearer token", engine, Row.Unit.MICROS, library, 1.5),
                Row.absolute(
                        "  allocated",
                        engine,
                        Row.Unit.BYTES,
                        Catalogue.of(samples, "libraryBytes"),
                        Math.floor(1.2 * KIB)),
                Row.reference("  the same", engine, library, new Against("a raw check", Catalogue.of(samples, "raw"))),
                Row.reference(
                        "  the token by Nimbus, as shipped",
                        "the JDK's",
                        Catalogue.of(samples, "reference"),
                        new Against("by zt, remembered", library)));
    }

    static List<Row> dpop(String engine, Map<String, Samples> samples) {
        Against check = new Against("a raw check", Catalogue.of(samples, "raw"));
        return List.of(
                Row.ratio("admit, known token, fresh DPoP", engine, Catalogue.of(samples, "library"), check, 1.15),
                allocated(engine, samples),
                Row.reference("  a proof checked by plain JCA", engine, Catalogue.of(samples, "reference"), check));
    }

    static List<Row> minting(String engine, Map<String, Samples> samples) {
        Against signing = new Against("a raw signing", Catalogue.of(samples, "raw"));
        return List.of(
                Row.ratio("mint a DPoP proof", engine, Catalogue.of(samples, "library"), signing, 1.15),
                allocated(engine, samples),
                Row.reference("  a proof signed by plain JCA", engine, Catalogue.of(samples, "reference"), signing));
    }

    private static Row allocated(String engine, Map<String, Samples> samples) {
        return Row.figure("  allocated", engine, Row.Unit.BYTES, Catalogue.of(samples, "libraryBytes"));
    }
}
