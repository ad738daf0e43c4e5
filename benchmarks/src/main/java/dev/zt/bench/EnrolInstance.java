package dev.zt.bench;

import dev.zt.enrolment.AuthorityClient;
import dev.zt.enrolment.JoinFile;
import dev.zt.jose.Algorithm;
import dev.zt.jose.PrivateJwk;
import dev.zt.jose.SigningKey;
import dev.zt.keys.SignatureProvider;
import java.util.List;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * New instances that enrol with a running authority, one after the other, over HTTPS on this machine: each with a
 * connection of its own, as it is, and over one that is kept, which shows what the handshake costs. Both ends are
 * measured, and only the engine that an authority takes by itself.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class EnrolInstance {
    private static final int ENROLMENTS = 2;
    private static final int SIGNATURES = 256;
    private static final int SIGNED_BYTES = 512;

    private final SignatureProvider signatures = Engine.fastest().signatures();
    private final SigningKey key = signatures.engine().signingKey(PrivateJwk.generate(Algorithm.ES256));
    private final byte[] signingInput = new byte[SIGNED_BYTES];
    private LocalAuthority authority;
    private AuthorityClient kept;

    /** Starts the authority. */
    @Setup
    public void start() {
        authority = LocalAuthority.start();
        kept = LocalAuthority.client(authority.joins(1).get(0));
    }

    /** Stops it, and removes what it kept. */
    @TearDown
    public void stop() {
        authority.close();
    }

    /** One raw chunk, and one of enrolments over each kind of connection. */
    @Benchmark
    public void measure(EnrolmentCosts costs) {
        List<JoinFile> alone = authority.joins(ENROLMENTS);
        List<JoinFile> together = authority.joins(ENROLMENTS);
        // A client's thread and connection last until it is collected, and else they would become thousands.
        System.gc();
        costs.begin();
        costs.raw = Chunk.microsEach(SIGNATURES, this::sign);
        EnrolmentCosts.Each newConnection =
                EnrolmentCosts.Each.of(ENROLMENTS, () -> enrol(alone, LocalAuthority::client));
        EnrolmentCosts.Each keptConnection = EnrolmentCosts.Each.of(ENROLMENTS, () -> enrol(together, join -> kept));
        costs.end();
        costs.newConnection = newConnection.threadMicros();
        costs.newConnectionWall = newConnection.wallMicros();
        costs.keptConnection = keptConnection.threadMicros();
        costs.keptConnectionWall = keptConnection.wallMicros();
    }

    private int sign() {
        int signed = 0;
        for (int i = 0; i < SIGNATURES; i++) {
            signed += key.sign(signingInput, signingInput.length).length == 64 ? 1 : 0;
        }
        return signed;
    }

    private int enrol(List<JoinFile> joins, Function<JoinFile, AuthorityClient> client) {
        int enrolled = 0;
        for (JoinFile join : joins) {
            enrolled += LocalAuthority.enrols(join, client.apply(join), signatures) ? 1 : 0;
        }
        return enrolled;
    }
}
