package dev.zt.bench;

import dev.zt.identity.WorkloadId;
import dev.zt.own.ServiceIdentity;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A call by a client that proves it, beside a call of the same size by the same client without zt before which a proof is made
 * that is not sent: what is left is what zt's part of the client costs.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class ProveCall {
    /** Whose calls. */
    @Param
    public CallingClient client;

    private int calls;
    private ServiceIdentity identity;
    private CallingClient.Pair pair;

    /** Makes one caller and both clients, which keep a connection each. */
    @Setup
    public void prepare() {
        Fleet fleet = new Fleet(Engine.fastest().signatures());
        identity = fleet.instance(WorkloadId.of("spiffe://" + Rules.TRUST_DOMAIN + "/gateway"))
                .identity();
        pair = client.open(identity);
        calls = Engine.fastest() == Engine.CORRETTO ? 768 : 256;
    }

    /** Ends both. */
    @TearDown
    public void end() {
        pair.close();
    }

    /** One of each chunk. */
    @Benchmark
    public void measure(Costs costs) {
        FilterCosts.Each minting = FilterCosts.Each.of(calls, this::mint);
        FilterCosts.Each proven = FilterCosts.Each.of(calls, () -> run(pair.proven()));
        FilterCosts.Each beside = FilterCosts.Each.of(calls, () -> run(this::mintBeside));
        costs.raw = minting.micros();
        costs.library = proven.micros();
        costs.reference = beside.micros() - minting.micros();
        costs.libraryBytes = proven.bytes();
        costs.referenceBytes = beside.bytes() - minting.bytes();
    }

    // Signing between two system calls takes longer than signing alone, by whichever client; that is not what its part
    // costs.
    private boolean mintBeside() throws IOException, InterruptedException {
        return !identity.prove(Fleet.AUDIENCE).authorization().isEmpty()
                && pair.plain().attempt();
    }

    private int mint() {
        int minted = 0;
        for (int i = 0; i < calls; i++) {
            minted += identity.prove(Fleet.AUDIENCE).authorization().isEmpty() ? 0 : 1;
        }
        return minted;
    }

    private int run(CallingClient.Exchange exchange) {
        int answered = 0;
        for (int i = 0; i < calls; i++) {
            answered += exchange.make() ? 1 : 0;
        }
        return answered;
    }
}
