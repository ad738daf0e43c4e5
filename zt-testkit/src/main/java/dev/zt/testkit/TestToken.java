package dev.zt.testkit;

import dev.zt.jose.Base64Url;
import dev.zt.jose.Sha256;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;

/**
 * An access token, put together claim by claim so that a test can spoil exactly one; signed with the issuer's present
 * key when it was made or last changed. Immutable; {@link #toString()} shows nothing of it.
 */
public final class TestToken {
    private final TestIssuer issuer;
    private final Claims header;
    private final Claims claims;
    private final String text;

    TestToken(TestIssuer issuer, Claims header, Claims claims) {
        this.issuer = issuer;
        this.header = header;
        this.claims = claims;
        this.text = issuer.sign(header, claims);
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
        return new TestToken(issuer, header, claims.raw(name, json));
    }

    /** The same token without a claim. */
    public TestToken without(String name) {
        return new TestToken(issuer, header, claims.without(name));
    }

    /**
     * The same token with another header parameter.
     *
     * @param json its value as JSON
     */
    public TestToken header(String name, String json) {
        return new TestToken(issuer, header.raw(name, json), claims);
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
