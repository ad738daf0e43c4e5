package dev.zt.testkit;

import dev.zt.identity.Audience;
import dev.zt.identity.ClientId;
import dev.zt.identity.Scopes;
import dev.zt.jose.Algorithm;
import dev.zt.jose.Base64Url;
import dev.zt.jose.JwsWriter;
import dev.zt.jose.PrivateJwk;
import dev.zt.jose.Sha256;
import dev.zt.jose.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/** A client of a {@link TestIssuer} with a key of its own. Immutable; {@link #toString()} shows no secret. */
public final class TestClient {
    private static final Duration LIFE = Duration.ofMinutes(5);

    private final TestIssuer issuer;
    private final String clientId;
    private final SigningKey key;

    TestClient(TestIssuer issuer, String clientId) {
        this.issuer = issuer;
        this.clientId = clientId;
        this.key = issuer.signatures().engine().signingKey(PrivateJwk.generate(Algorithm.ES256));
    }

    /** Who calls, as a guard names it. */
    public ClientId id() {
        return ClientId.client(issuer.url(), clientId);
    }

    /** An access token of five minutes that its bearer may use. */
    public TestToken token(Audience audience, Scopes scopes) {
        long now = issuer.clock().instant().getEpochSecond();
        Claims claims = Claims.none()
                .text("iss", issuer.url().text())
                .text("sub", clientId)
                .text("client_id", clientId)
                .text("aud", audience.toString())
                .number("iat", now)
                .number("exp", now + LIFE.toSeconds())
                .text("jti", UUID.randomUUID().toString());
        return new TestToken(
                issuer, issuer.header(), scopes.isEmpty() ? claims : claims.text("scope", scopes.toString()));
    }

    /** An access token of five minutes that is bound to this client's key (RFC 9449 §6.1). */
    public TestToken boundToken(Audience audience, Scopes scopes) {
        return token(audience, scopes)
                .claim("cnf", "{\"jkt\":\"" + key.publicJwk().thumbprint() + "\"}");
    }

    /** A fresh proof of this client's key for one call (RFC 9449 §4.2). */
    public String proof(String method, String uri, TestToken token) {
        return signProof(proofClaims(method, uri, token));
    }

    /** The same with a nonce of the callee (RFC 9449 §9). */
    public String proof(String method, String uri, TestToken token, String nonce) {
        return signProof(proofClaims(method, uri, token).text("nonce", nonce));
    }

    /** This client as the caller of a test's calls; say whom by {@link TestCaller#to}. */
    public TestCaller caller() {
        return TestCaller.of(new ClientCredentials(this));
    }

    /** Somebody with this client's tokens and another key. */
    TestClient thief() {
        return new TestClient(issuer, clientId);
    }

    /** An hour ago, as a claim. */
    String anHourAgo() {
        return Long.toString(issuer.clock().instant().getEpochSecond() - 3600);
    }

    Claims proofClaims(String method, String uri, TestToken token) {
        return proofClaims(method, uri, token, Duration.ZERO);
    }

    /** The same by a clock that is ahead. */
    Claims proofClaims(String method, String uri, TestToken token, Duration ahead) {
        byte[] hash = Sha256.of(token.text().getBytes(StandardCharsets.US_ASCII));
        return Claims.none()
                .text("jti", UUID.randomUUID().toString())
                .text("htm", method)
                .text("htu", uri)
                .number("iat", issuer.clock().instant().plus(ahead).getEpochSecond())
                .text("ath", Base64Url.encode(hash));
    }

    Claims proofHeader() {
        return Claims.none()
                .text("typ", "dpop+jwt")
                .text("alg", "ES256")
                .raw("jwk", key.publicJwk().toJson(null, null));
    }

    String signProof(Claims payload) {
        return signProof(proofHeader(), payload);
    }

    String signProof(Claims header, Claims payload) {
        return new JwsWriter(header.json()).sign(payload.json(), key);
    }

    @Override
    public String toString() {
        return "TestClient[" + id() + "]";
    }
}
