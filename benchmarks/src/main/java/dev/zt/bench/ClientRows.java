package dev.zt.bench;

import dev.zt.bench.Row.Against;
import java.util.List;
import java.util.Map;

/** The rows of clients that prove their calls. */
final class ClientRows {
    /** What a client's part of zt may cost beyond the proof itself. */
    private static final double MICROS = 5;

    private ClientRows() {}

    static List<Row> of(CallingClient client, Map<String, Samples> samples) {
        Samples proving = Catalogue.of(samples, "library").minus(Catalogue.of(samples, "reference"));
        Against minting = new Against("minting the proof", Catalogue.of(samples, "raw"));
        Samples bytes = Catalogue.of(samples, "libraryBytes").minus(Catalogue.of(samples, "referenceBytes"));
        String what =
                client == CallingClient.EXCHANGE ? "prove a call, any client" : "prove a call by " + client.label();
        return List.of(
                Row.difference(what, Engine.fastest().label(), Row.Unit.MICROS, proving, minting, MICROS),
                Row.figure("  allocated, proof included", Engine.fastest().label(), Row.Unit.BYTES, bytes),
                Row.figure("  the call without zt", "", Row.Unit.MICROS, Catalogue.of(samples, "reference")));
    }
}
