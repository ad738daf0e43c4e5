package dev.zt.interop;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.zt.config.PrivateFile;
import dev.zt.identity.IssuerUrl;
import dev.zt.own.OAuthClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The key by which zt's own client proves itself, in a file as its operator would put it there. */
record ClientKey(String id, JWK key, Path file) {
    /** A new key for ES256, RS256, PS256 or Ed25519. */
    static ClientKey of(String id, String algorithm) {
        JWK key = Keys.of(algorithm);
        try {
            Path file = Files.createTempDirectory(Work.directory(), "client-").resolve("client.jwk");
            PrivateFile.replace(file, key.toJSONString().getBytes(StandardCharsets.UTF_8));
            return new ClientKey(id, key, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the authorization server is to know of it. */
    String jwks() {
        return new JWKSet(key).toString();
    }

    /** zt's client at an authorization server. */
    OAuthClient.Builder at(String issuer) {
        return OAuthClient.builder(IssuerUrl.of(issuer), id, file);
    }
}
