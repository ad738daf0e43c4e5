package dev.zt.testkit;

import dev.zt.jose.Base64Url;
import dev.zt.jose.JwsWriter;
import dev.zt.jose.Sha256;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;

/**
 * An access token, put together claim by claim so that a test can spoil exactly one; signed with the key that the
 * issuer had when it was made, also after a change. Immutable; {@link #toString()} shows nothing of it.
 */
public final class TestToken {
    private final TestIssuer.Key key;
    private final Claims header;
    private final Claims claims;
    private final String text;

    private TestToken(TestIssuer.Key key, Claims header, Claims claims) {
        this.key = key;
        this.header = header;
        this.claims = claims;
        this.text = new JwsWriter(header.json()).sign(claims.json(), key.signing());
    }

    static TestToken of(TestIssuer.Key key, Claims claims) {
        Claims header = Claims.none().text("typ", "at+jwt").text("alg", "ES256").text("kid", key.id());
        return new TestToken(key, header, claims);
    }

    /** The same token bound to a certificate (RFC 8705 §3.1). */
    public TestToken boundTo(X509Certificate certificate) {
        try {
            return claim("cnf", "{\"x5t#S256\":\"" + Base64Url.encode(Sha256.of(certificate.getEncoded())) + "\"}");
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate without an encoding", e);
        }
    }

    /** The same token for somebody who acts for its subject (RFC 8693 §4.1). */
    public TestToken actor(String subject) {
        return claim("act", "{\"sub\":\"" + subject + "\"}");
    }

    /**
     * The same token with another claim.
     *
     * @param json its value as JSON
     */
    public TestToken claim(String name, String json) {
        return new TestToken(key, header, claims.raw(name, json));
    }

    /** The same token without a claim. */
    public TestToken without(String name) {
        return new TestToken(key, header, claims.without(name));
    }

    /**
     * The same token with another header parameter.
     *
     * @param json its value as JSON
     */
    public TestToken header(String name, String json) {
        return new TestToken(key, header.raw(name, json), claims);
    }

    /** The token, as it stands behind the scheme in {@code Authorization}. */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return "TestToken[...]";
    }
}
