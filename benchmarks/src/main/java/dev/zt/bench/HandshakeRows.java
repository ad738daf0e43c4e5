package dev.zt.bench;

import java.util.List;
import java.util.Map;

/** The rows of handshakes, as how many there are in a second. */
final class HandshakeRows {
    private static final double MICROS = 1_000_000;

    private HandshakeRows() {}

    static List<Row> of(TlsStack stack, Map<String, Samples> samples) {
        return List.of(
                rate("handshake, peers never seen", stack, Catalogue.of(samples, "library")),
                Row.figure("  allocated", stack.label(), Row.Unit.BYTES, Catalogue.of(samples, "libraryBytes")),
                rate("handshake, the same peers again", stack, Catalogue.of(samples, "reference")));
    }

    private static Row rate(String what, TlsStack stack, Samples micros) {
        Samples rate =
                new Samples(micros.values().stream().map(each -> MICROS / each).toList());
        return Row.figure(what, stack.label(), Row.Unit.PER_SECOND, rate);
    }
}
