package dev.zt.keys;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import dev.zt.config.Printable;
import dev.zt.identity.TrustDomain;
import dev.zt.jose.Json;
import dev.zt.jose.JsonObject;
import dev.zt.jose.PublicJwk;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one trust domain that may sign workload identity tokens and certificates: the {@code wit-svid} and
 * {@code x509-svid} parts of a SPIFFE bundle document (SPIFFE Trust Domain and Bundle §4, WIT-SVID §6). Immutable.
 *
 * <p>An element that cannot be used is left out and the rest is kept; a document without {@code keys} is refused; an
 * empty list means that the domain is not believed any more.
 */
public final class TrustBundle {
    /** The largest document in bytes. */
    public static final int MAX_BYTES = 512 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(TrustBundle.class);

    private final TrustDomain trustDomain;
    private final Map<String, PublishedKey> witKeys;
    private final List<X509Certificate> x509Authorities;
    private final OptionalLong sequence;

    private TrustBundle(
            TrustDomain trustDomain,
            Map<String, PublishedKey> witKeys,
            List<X509Certificate> x509Authorities,
            OptionalLong sequence) {
        this.trustDomain = trustDomain;
        this.witKeys = Map.copyOf(witKeys);
        this.x509Authorities = List.copyOf(x509Authorities);
        this.sequence = sequence;
    }

    /**
     * Reads a bundle document that the operator placed.
     *
     * @param source where it came from, for error messages
     * @throws ConfigurationException if it is no bundle document
     */
    public static TrustBundle read(
            TrustDomain trustDomain, String source, byte[] document, SignatureProvider signatures) {
        JsonObject bundle = document.length > MAX_BYTES ? null : Json.object(document);
        if (bundle == null) {
            throw new ConfigurationException(
                    Place.of(source), "not a SPIFFE bundle: expected one JSON object with no member repeated");
        }
        if (bundle.has("spiffe_sequence")
                && bundle.wholeNumber("spiffe_sequence").orElse(-1) < 0) {
            throw new ConfigurationException(Place.of(source), "'spiffe_sequence' must be a whole number from 0");
        }
        List<?> keys = bundle.array("keys")
                .orElseThrow(() ->
                        new ConfigurationException(Place.of(source), "not a SPIFFE bundle: 'keys' must be an array"));
        Map<String, PublishedKey> witKeys = new HashMap<>();
        Set<String> repeated = new HashSet<>();
        for (Object element : keys) {
            witKey(element, signatures).ifPresent(key -> {
                if (witKeys.putIfAbsent(key.keyId(), key) != null) {
                    repeated.add(key.keyId());
                }
            });
        }
        // WIT-SVID §6 wants kid unique. Two keys of one name leave nothing to choose by, so neither is believed.
        witKeys.keySet().removeAll(repeated);
        repeated.forEach(kid -> LOG.warn("zt: {}: kid {} names two keys; ignoring both", source, Printable.of(kid)));
        if (witKeys.isEmpty()) {
            LOG.warn("zt: {} holds no usable wit-svid key: no token of {} will be believed", source, trustDomain);
        }
        return new TrustBundle(
                trustDomain,
                witKeys,
                PublishedAuthorities.of(keys, trustDomain),
                bundle.wholeNumber("spiffe_sequence"));
    }

    // SPIFFE Trust Domain and Bundle §4.2.2: unknown types, uses and missing parameters spoil the element only.
    private static Optional<PublishedKey> witKey(Object element, SignatureProvider signatures) {
        if (!(element instanceof JsonObject json)
                || !json.string("use").filter("wit-svid"::equals).isPresent()) {
            return Optional.empty();
        }
        PublicJwk jwk = PublicJwk.readPublished(json);
        if (jwk == null || jwk.keyId().isEmpty()) {
            LOG.warn("zt: ignoring a wit-svid key that has no kid or is no usable public key");
            return Optional.empty();
        }
        return Optional.of(new PublishedKey(jwk.keyId().get(), jwk, signatures.engine()));
    }

    /** The domain whose workloads these keys speak for. */
    public TrustDomain trustDomain() {
        return trustDomain;
    }

    /** The key of this {@code kid}. */
    public Optional<PublishedKey> witKey(String keyId) {
        return Optional.ofNullable(witKeys.get(keyId));
    }

    /** Whether a key of this RFC 7638 thumbprint is in the bundle. */
    public boolean publishes(String thumbprint) {
        return witKeys.values().stream().anyMatch(key -> key.thumbprint().equals(thumbprint));
    }

    /** The only key, if there is exactly one: the one choice for a token without {@code kid}. */
    public Optional<PublishedKey> onlyWitKey() {
        return witKeys.size() == 1 ? witKeys.values().stream().findFirst() : Optional.empty();
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

    /** How many keys there are; with none, nothing of this domain is believed. */
    public int size() {
        return witKeys.size();
    }

    @Override
    public String toString() {
        return "TrustBundle[" + trustDomain + " " + witKeys.keySet() + "]";
    }
}
