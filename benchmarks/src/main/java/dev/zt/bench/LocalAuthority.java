package dev.zt.bench;

import dev.zt.authority.Authority;
import dev.zt.authority.AuthoritySettings;
import dev.zt.enrolment.AuthorityClient;
import dev.zt.enrolment.Issued;
import dev.zt.enrolment.JoinFile;
import dev.zt.enrolment.KeyProof;
import dev.zt.enrolment.Reply;
import dev.zt.identity.TrustDomain;
import dev.zt.jose.Algorithm;
import dev.zt.jose.PrivateJwk;
import dev.zt.jose.SigningKey;
import dev.zt.keys.SignatureProvider;
import dev.zt.tls.CertificateRequest;
import dev.zt.tls.PinnedTrust;
import dev.zt.tls.TlsContexts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** An authority as it runs in earnest, on this machine, with its file in a temporary directory; and who asks it. */
final class LocalAuthority implements AutoCloseable {
    private static final String WORKLOAD = "orders";
    private static final Duration JOIN_LIFE = Duration.ofMinutes(10);
    /** All instances come from one address here, which the authority would not put up with. */
    private static final int NO_LIMIT = 1_000_000;

    private final Path directory;
    private final Authority authority;

    private LocalAuthority(Path directory, Authority authority) {
        this.directory = directory;
        this.authority = authority;
    }

    static LocalAuthority start() {
        try {
            Path directory = Files.createTempDirectory("zt-bench");
            AuthoritySettings settings = AuthoritySettings.builder(directory, TrustDomain.of(Rules.TRUST_DOMAIN))
                    .listen("127.0.0.1", 0)
                    .limits(NO_LIMIT, NO_LIMIT)
                    .audit(event -> {})
                    .build();
            LocalAuthority started = new LocalAuthority(directory, Authority.start(settings));
            started.authority.administration().addWorkload(WORKLOAD);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("there is no place for the authority's directory", e);
        }
    }

    /** What an operator hands to as many new instances. */
    List<JoinFile> joins(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> authority.administration().join(WORKLOAD, JOIN_LIFE))
                .toList();
    }

    /** A client without a connection, as a new instance begins. */
    static AuthorityClient client(JoinFile join) {
        return new AuthorityClient(join.url(), TlsContexts.client(new PinnedTrust(join.tlsPin())));
    }

    /**
     * Asks what a new instance asks, in its order: keys made, the bundle that its join file names, a nonce, an identity,
     * the bundle to check that by.
     */
    static boolean enrols(JoinFile join, AuthorityClient client, SignatureProvider signatures) {
        SigningKey proofKey = signatures.engine().signingKey(PrivateJwk.generate(Algorithm.ES256));
        byte[] request = CertificateRequest.of(join.workload(), PrivateJwk.generate(Algorithm.ES256));
        Reply<byte[]> named = client.bundle(join.bundleHash());
        return named instanceof Reply.Given<byte[]>
                && client.nonce() instanceof Reply.Given<String> nonce
                && client.enrol(KeyProof.enrolment(join.url(), nonce.value(), join.token(), proofKey, request))
                        instanceof Reply.Given<Issued>
                && client.bundle() instanceof Reply.Given<byte[]>;
    }

    @Override
    public void close() {
        authority.close();
        try (Stream<Path> below = Files.walk(directory)) {
            for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the authority's directory stays", e);
        }
    }
}
