package dev.zt.authority;

import dev.zt.enrolment.AuthorityClient;
import dev.zt.enrolment.Issued;
import dev.zt.enrolment.JoinFile;
import dev.zt.enrolment.KeyProof;
import dev.zt.enrolment.Reply;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.jose.Algorithm;
import dev.zt.jose.PrivateJwk;
import dev.zt.jose.SigningKey;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import dev.zt.testkit.ManualClock;
import dev.zt.testkit.RecordingAuditSink;
import dev.zt.tls.CertificateRequest;
import dev.zt.tls.PinnedTrust;
import dev.zt.tls.TlsContexts;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A running authority on a free port, with a clock to set, and requests made by hand. */
final class Town implements AutoCloseable {
    static final TrustDomain DOMAIN = TrustDomain.of("shop.example");
    static final WorkloadId ORDERS = WorkloadId.of("spiffe://shop.example/orders");
    static final SignatureProvider SIGNATURES = SignatureProvider.bouncyCastle();

    final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
    final RecordingAuditSink audit = new RecordingAuditSink();
    private final Path directory;
    private final UnaryOperator<AuthoritySettings.Builder> more;
    private Authority authority;

    private Town(Path directory, UnaryOperator<AuthoritySettings.Builder> more) {
        this.directory = directory;
        this.more = more;
        this.authority = start();
    }

    static Town in(Path directory) {
        return in(directory, UnaryOperator.identity());
    }

    static Town in(Path directory, UnaryOperator<AuthoritySettings.Builder> more) {
        Town town = new Town(directory, more);
        if (town.admin().workloads().isEmpty()) {
            town.admin().addWorkload("orders");
        }
        return town;
    }

    private Authority start() {
        return Authority.start(more.apply(AuthoritySettings.builder(directory, DOMAIN)
                        .listen("127.0.0.1", 0)
                        .limits(10_000, 10_000)
                        .audit(audit)
                        .clock(clock))
                .build());
    }

    void restart() {
        authority.close();
        authority = start();
    }

    Authority authority() {
        return authority;
    }

    Administration admin() {
        return authority.administration();
    }

    JoinFile join() {
        return admin().join("orders", Duration.ofMinutes(10));
    }

    AuthorityClient client(JoinFile join) {
        URI here = URI.create("https://127.0.0.1:" + authority.port());
        return new AuthorityClient(here, TlsContexts.client(new PinnedTrust(join.tlsPin())));
    }

    static SigningKey newKey() {
        return newKey(Algorithm.ES256);
    }

    static SigningKey newKey(Algorithm algorithm) {
        return SIGNATURES.engine().signingKey(PrivateJwk.generate(algorithm));
    }

    static byte[] request() {
        return CertificateRequest.of(ORDERS, PrivateJwk.generate(Algorithm.ES256));
    }

    String nonce(AuthorityClient client) {
        return ((Reply.Given<String>) client.nonce()).value();
    }

    Reply<Issued> enrol(JoinFile join, SigningKey key) {
        AuthorityClient client = client(join);
        return client.enrol(KeyProof.enrolment(authority.url(), nonce(client), join.token(), key, request()));
    }

    Reply<Issued> renew(JoinFile join, String instance, SigningKey current, SigningKey successor) {
        AuthorityClient client = client(join);
        return client.renew(KeyProof.renewal(authority.url(), nonce(client), instance, current, successor, request()));
    }

    TrustBundle bundle(JoinFile join) {
        byte[] document = ((Reply.Given<byte[]>) client(join).bundle()).value();
        return TrustBundle.read(DOMAIN, "the authority", document, SIGNATURES);
    }

    @Override
    public void close() {
        authority.close();
    }
}
