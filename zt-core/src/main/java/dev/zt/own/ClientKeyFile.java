package dev.zt.own;

import dev.zt.config.ConfigurationException;
import dev.zt.config.FileAccess;
import dev.zt.config.Place;
import dev.zt.config.WatchedFiles;
import dev.zt.jose.Algorithm;
import dev.zt.jose.PrivateJwk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the file of a client's private key, of mode 0600, a private JWK or PKCS#8 in PEM, and reads it again. */
final class ClientKeyFile {
    private static final int MAX_BYTES = 64 << 10;
    // Each kind of key with its usual algorithm: a PEM file names none.
    private static final List<Algorithm> USUAL =
            List.of(Algorithm.ES256, Algorithm.ES384, Algorithm.ES512, Algorithm.ED25519, Algorithm.RS256);

    private ClientKeyFile() {}

    /**
     * The assertions by the key of the moment.
     *
     * @throws ConfigurationException if the file is missing, open to others, or holds no key for the algorithm
     */
    static WatchedFiles<ClientAssertions> open(OAuthClient client, InstantSource clock) {
        Path file = client.keyFile();
        return WatchedFiles.open(
                List.of(file),
                FileAccess.PRIVATE,
                MAX_BYTES,
                (contents, before) -> assertions(client, contents.get(0), clock),
                clock);
    }

    private static ClientAssertions assertions(OAuthClient client, byte[] content, InstantSource clock) {
        String text = new String(content, StandardCharsets.UTF_8).strip();
        PrivateJwk key = (text.startsWith("{") ? jwk(text, client.algorithm()) : pem(text, client.algorithm()))
                .orElseThrow(() -> new ConfigurationException(
                        Place.of(client.keyFile().toString()),
                        "no private key as JWK or PKCS#8 PEM"
                                + client.algorithm()
                                        .map(a -> " for " + a.joseName())
                                        .orElse("")));
        return new ClientAssertions(
                client.id(),
                client.signatures().engine().signingKey(key),
                client.keyId().or(key.publicJwk()::keyId),
                clock);
    }

    private static Optional<PrivateJwk> jwk(String text, Optional<Algorithm> algorithm) {
        return algorithm.map(stated -> PrivateJwk.parse(text, stated)).orElseGet(() -> PrivateJwk.parse(text));
    }

    private static Optional<PrivateJwk> pem(String text, Optional<Algorithm> algorithm) {
        return algorithm
                .map(Stream::of)
                .orElseGet(USUAL::stream)
                .flatMap(each -> PrivateJwk.ofPem(text, each).stream())
                .findFirst();
    }
}
