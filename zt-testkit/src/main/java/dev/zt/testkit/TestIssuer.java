package dev.zt.testkit;

import dev.zt.identity.IssuerUrl;
import dev.zt.jose.Algorithm;
import dev.zt.jose.JwsWriter;
import dev.zt.jose.PrivateJwk;
import dev.zt.jose.SigningKey;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.BundleSource;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An authorization server for tests and demonstrations: its key lives in this process only, and the access tokens that
 * it signs (RFC 9068) pass the true verifier. Safe for concurrent use.
 */
public final class TestIssuer {
    private final IssuerUrl url;
    private final InstantSource clock;
    private final SignatureProvider signatures = SignatureProvider.bouncyCastle();
    private final AtomicInteger sequence = new AtomicInteger();
    private volatile Key key;

    private record Key(SigningKey signing, String id) {}

    private TestIssuer(IssuerUrl url, InstantSource clock) {
        this.url = url;
        this.clock = clock;
        this.key = newKey();
    }

    /**
     * An issuer with a new key.
     *
     * @throws IllegalArgumentException if the text is no issuer identifier
     */
    public static TestIssuer of(String issuer, InstantSource clock) {
        return new TestIssuer(IssuerUrl.of(issuer), clock);
    }

    private Key newKey() {
        SigningKey signing = signatures.engine().signingKey(PrivateJwk.generate(Algorithm.ES256));
        return new Key(signing, "key-" + sequence.incrementAndGet());
    }

    /** The issuer identifier. */
    public IssuerUrl url() {
        return url;
    }

    /** A client with a new key of its own, to which its tokens can be bound. */
    public TestClient client(String clientId) {
        return new TestClient(this, clientId);
    }

    /** Signs with a new key from now on; {@link #keySetJson} then holds the new key only. */
    public void rotate() {
        key = newKey();
    }

    /** The JWK Set of this issuer. */
    public String keySetJson() {
        Key now = key;
        return "{\"keys\":[" + now.signing().publicJwk().toJson(now.id(), "sig") + "]}";
    }

    /** A source that knows this issuer alone, always with the present key. */
    public BundleSource bundles() {
        return issuer -> {
            if (!issuer.equals(url)) {
                return new BundleLookup.NotTrusted();
            }
            byte[] json = keySetJson().getBytes(StandardCharsets.UTF_8);
            return new BundleLookup.Found(TrustBundle.readKeySet(url, "test issuer", json, signatures), sequence.get());
        };
    }

    Claims header() {
        return Claims.none().text("typ", "at+jwt").text("alg", "ES256").text("kid", key.id());
    }

    String sign(Claims header, Claims payload) {
        return new JwsWriter(header.json()).sign(payload.json(), key.signing());
    }

    InstantSource clock() {
        return clock;
    }

    SignatureProvider signatures() {
        return signatures;
    }

    @Override
    public String toString() {
        return "TestIssuer[" + url + "]";
    }
}
