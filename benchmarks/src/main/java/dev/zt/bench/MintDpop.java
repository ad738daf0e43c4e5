package dev.zt.bench;

import dev.zt.jose.Algorithm;
import dev.zt.jose.PrivateJwk;
import dev.zt.jose.SigningKey;
import dev.zt.own.HeldToken;
import java.net.URI;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * {@code HeldToken.show} of a bound token, up to the text of both header fields, beside one raw signing of a text as long
 * as what a proof's signature covers.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class MintDpop {
    private static final URI TARGET = URI.create(Fleet.AUDIENCE + "/v1/r4711/0815/items/8");

    /** Who signs. */
    @Param
    public Engine engine;

    private int proofs;
    private HeldToken token;
    private SigningKey key;
    private JcaKey jcaKey;
    private byte[] signingInput;

    /** Has one token issued. */
    @Setup
    public void prepare() {
        proofs = engine == Engine.CORRETTO ? 1536 : 384;
        Clients clients = new Clients(engine.signatures());
        token = LocalTokenServer.issue(clients.permitted(1).get(0).proving().token(), engine.signatures());
        PrivateJwk jwk = PrivateJwk.generate(Algorithm.ES256);
        key = engine.signatures().engine().signingKey(jwk);
        jcaKey = JcaKey.of(jwk, engine.provider());
        signingInput = SignedText.of(proof()).signed();
    }

    /** One pair of chunks, and the reference. */
    @Benchmark
    public void measure(Costs costs) {
        costs.begin();
        costs.raw = Chunk.microsEach(proofs, this::sign);
        FilterCosts.Each minted = FilterCosts.Each.of(proofs, this::mint);
        costs.library = minted.micros();
        costs.libraryBytes = minted.bytes();
        costs.reference = Chunk.microsEach(proofs, this::signByJca);
        costs.end();
    }

    private String proof() {
        return Objects.requireNonNull(token.show("GET", TARGET).headers().get("DPoP"));
    }

    private int sign() {
        int signatures = 0;
        for (int i = 0; i < proofs; i++) {
            signatures += key.sign(signingInput, signingInput.length).length == 64 ? 1 : 0;
        }
        return signatures;
    }

    private int mint() {
        int minted = 0;
        for (int i = 0; i < proofs; i++) {
            minted += proof().length() > signingInput.length ? 1 : 0;
        }
        return minted;
    }

    private int signByJca() {
        int signatures = 0;
        for (int i = 0; i < proofs; i++) {
            signatures += jcaKey.sign(signingInput).length == 64 ? 1 : 0;
        }
        return signatures;
    }
}
