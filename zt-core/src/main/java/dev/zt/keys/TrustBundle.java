package dev.zt.keys;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import dev.zt.identity.Issuer;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.TrustDomain;
import dev.zt.jose.Json;
import dev.zt.jose.JsonObject;
import java.security.cert.X509Certificate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one issuer: of a trust domain the {@code wit-svid}, {@code jwt-svid} and {@code x509-svid} parts of its
 * SPIFFE bundle document (SPIFFE Trust Domain and Bundle §4), of an authorization server its JWK Set (RFC 7517 §5).
 * Immutable.
 *
 * <p>An element that cannot be used is left out and the rest is kept; a document without {@code keys} is refused; an
 * empty list means that the issuer is not believed any more.
 */
public final class TrustBundle {
    /** The largest document in bytes. */
    public static final int MAX_BYTES = 512 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(TrustBundle.class);

    private final Issuer issuer;
    private final Map<KeyUse, Map<String, PublishedKey>> keys;
    private final List<X509Certificate> x509Authorities;
    private final OptionalLong sequence;

    private TrustBundle(
            Issuer issuer,
            Map<KeyUse, Map<String, PublishedKey>> keys,
            List<X509Certificate> x509Authorities,
            OptionalLong sequence) {
        this.issuer = issuer;
        this.keys = keys;
        this.x509Authorities = List.copyOf(x509Authorities);
        this.sequence = sequence;
    }

    private TrustBundle warnedOf(String source) {
        if (size() == 0) {
            LOG.warn("zt: {} holds no usable key for tokens: no token of {} will be believed", source, issuer);
        }
        return this;
    }

    /**
     * Reads the bundle document of a trust domain.
     *
     * @param source where it came from, for error messages
     * @throws ConfigurationException if it is no bundle document
     */
    public static TrustBundle read(
            TrustDomain trustDomain, String source, byte[] document, SignatureProvider signatures) {
        JsonObject bundle = document(source, document, "SPIFFE bundle");
        if (bundle.has("spiffe_sequence")
                && bundle.wholeNumber("spiffe_sequence").orElse(-1) < 0) {
            throw new ConfigurationException(Place.of(source), "'spiffe_sequence' must be a whole number from 0");
        }
        List<?> elements = elements(source, bundle, "SPIFFE bundle");
        Map<KeyUse, Map<String, PublishedKey>> keys = new EnumMap<>(KeyUse.class);
        keys.put(KeyUse.WIT_SVID, PublishedKeys.of(elements, KeyUse.WIT_SVID, source, signatures));
        keys.put(KeyUse.JWT_SVID, PublishedKeys.of(elements, KeyUse.JWT_SVID, source, signatures));
        return new TrustBundle(
                        trustDomain,
                        keys,
                        PublishedAuthorities.of(elements, trustDomain),
                        bundle.wholeNumber("spiffe_sequence"))
                .warnedOf(source);
    }

    /**
     * Reads the JWK Set of an authorization server.
     *
     * @param source where it came from, for error messages
     * @throws ConfigurationException if it is no JWK Set
     */
    public static TrustBundle readKeySet(
            IssuerUrl issuer, String source, byte[] document, SignatureProvider signatures) {
        List<?> elements = elements(source, document(source, document, "JWK Set"), "JWK Set");
        return new TrustBundle(
                        issuer,
                        Map.of(KeyUse.TOKEN, PublishedKeys.of(elements, KeyUse.TOKEN, source, signatures)),
                        List.of(),
                        OptionalLong.empty())
                .warnedOf(source);
    }

    private static JsonObject document(String source, byte[] document, String kind) {
        JsonObject read = document.length > MAX_BYTES ? null : Json.object(document);
        if (read == null) {
            throw new ConfigurationException(
                    Place.of(source), "not a " + kind + ": expected one JSON object with no member repeated");
        }
        return read;
    }

    private static List<?> elements(String source, JsonObject document, String kind) {
        return document.array("keys")
                .orElseThrow(() ->
                        new ConfigurationException(Place.of(source), "not a " + kind + ": 'keys' must be an array"));
    }

    /** Whose keys these are. */
    public Issuer issuer() {
        return issuer;
    }

    /** The key of this use and {@code kid}. */
    public Optional<PublishedKey> key(KeyUse use, String keyId) {
        return Optional.ofNullable(ofUse(use).get(keyId));
    }

    /** Whether a key of this use has this RFC 7638 thumbprint. */
    public boolean publishes(KeyUse use, String thumbprint) {
        return ofUse(use).values().stream().anyMatch(key -> key.thumbprint().equals(thumbprint));
    }

    /** The only key of this use, if there is exactly one: the one choice for a token without {@code kid}. */
    public Optional<PublishedKey> onlyKey(KeyUse use) {
        Map<String, PublishedKey> all = ofUse(use);
        return all.size() == 1 ? all.values().stream().findFirst() : Optional.empty();
    }

    private Map<String, PublishedKey> ofUse(KeyUse use) {
        return keys.getOrDefault(use, Map.of());
    }

    /** The CA certificates that may sign X.509-SVIDs of this domain; empty if it issues none. */
    public List<X509Certificate> x509Authorities() {
        return x509Authorities;
    }

    /**
     * This bundle, unless it is older than the one held (SPIFFE Trust Domain and Bundle §4.1.1): a lower sequence is an
     * older document, perhaps put back by an attacker; one without a sequence could be older too.
     *
     * @throws ConfigurationException if it is
     */
    public TrustBundle notOlderThan(Optional<TrustBundle> held, String source) {
        long least =
                held.map(TrustBundle::sequence).orElse(OptionalLong.empty()).orElse(-1);
        long own = sequence.orElse(-1);
        if (own < least) {
            throw new ConfigurationException(
                    Place.of(source),
                    "spiffe_sequence is " + (own < 0 ? "missing" : own) + ", but " + least + " is in force");
        }
        return this;
    }

    /** The {@code spiffe_sequence}, if stated. */
    public OptionalLong sequence() {
        return sequence;
    }

    /** How many keys of a use there are; with none, no token of that kind is believed. */
    public int size(KeyUse use) {
        return ofUse(use).size();
    }

    /** How many keys can be used for tokens of any kind. */
    public int size() {
        return keys.values().stream().mapToInt(Map::size).sum();
    }

    @Override
    public String toString() {
        return "TrustBundle[" + issuer + " " + size() + " keys]";
    }
}
