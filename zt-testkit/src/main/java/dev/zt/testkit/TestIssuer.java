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
import java.util.stream.Collectors;

/**
 * An authorization server for tests and demonstrations: its key lives in this process only, and the access tokens that
 * it signs (RFC 9068) pass the true verifier. Safe for concurrent use.
 */
public final class TestIssuer {
    private final IssuerUrl url;
    private final InstantSource clock;
    private final SignatureProvider signatures = SignatureProvider.bouncyCastle();
    private final TestKeyRing<Key> keys;

    private record Key(SigningKey signing, String id) {}

    private TestIssuer(IssuerUrl url, InstantSource clock) {
        this.url = url;
        this.clock = clock;
        this.keys = new TestKeyRing<>(this::newKey);
    }

    /**
     * An issuer with a new key.
     *
     * @throws IllegalArgumentException if the text is no issuer identifier
     */
    public static TestIssuer of(String issuer, InstantSource clock) {
        return new TestIssuer(IssuerUrl.of(issuer), clock);
    }

    private Key newKey(int number) {
        SigningKey signing = signatures.engine().signingKey(PrivateJwk.generate(Algorithm.ES256));
        return new Key(signing, "key-" + number);
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
        keys.replace();
    }

    /** Signs with a new key from now on; those before stay published until {@link #withdraw}. */
    public void rotateBeside() {
        keys.add();
    }

    /** Signs with a new key from now on, which nobody knows until {@link #publish}. */
    public void rotateUnpublished() {
        keys.addUnpublished();
    }

    /** Publishes the key in use, where it is not yet. */
    public void publish() {
        keys.publish();
    }

    /** Takes back every published key but the one in use. */
    public void withdraw() {
        keys.withdraw();
    }

    /** The JWK Set of this issuer. */
    public String keySetJson() {
        return keySetJson(keys.state());
    }

    private static String keySetJson(TestKeyRing.State<Key> state) {
        return state.published().stream()
                .map(known -> known.signing().publicJwk().toJson(known.id(), "sig"))
                .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    /** A source that knows this issuer alone, always with the keys that are published at the moment. */
    public BundleSource bundles() {
        return issuer -> {
            if (!issuer.equals(url)) {
                return new BundleLookup.NotTrusted();
            }
            TestKeyRing.State<Key> state = keys.state();
            byte[] json = keySetJson(state).getBytes(StandardCharsets.UTF_8);
            return new BundleLookup.Found(TrustBundle.readKeySet(url, "test issuer", json, signatures), state.epoch());
        };
    }

    /** The name of the key that signs at the moment. */
    String keyId() {
        return keys.state().present().id();
    }

    Claims header() {
        return Claims.none().text("typ", "at+jwt").text("alg", "ES256").text("kid", keyId());
    }

    String sign(Claims header, Claims payload) {
        return new JwsWriter(header.json())
                .sign(payload.json(), keys.state().present().signing());
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
