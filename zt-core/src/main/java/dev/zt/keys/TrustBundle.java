package dev.zt.keys;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import dev.zt.identity.Issuer;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.TrustDomain;
import dev.zt.jose.Pem;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

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

    private final Issuer issuer;
    private final Map<KeyUse, Map<String, PublishedKey>> keys;
    private final List<X509Certificate> x509Authorities;
    private final OptionalLong sequence;
    private final Optional<Duration> refreshHint;

    TrustBundle(
            Issuer issuer,
            Map<KeyUse, Map<String, PublishedKey>> keys,
            List<X509Certificate> x509Authorities,
            OptionalLong sequence,
            Optional<Duration> refreshHint) {
        this.issuer = issuer;
        this.keys = Map.copyOf(keys);
        this.x509Authorities = List.copyOf(x509Authorities);
        this.sequence = sequence;
        this.refreshHint = refreshHint;
    }

    /**
     * Reads the bundle document of a trust domain.
     *
     * @param source where it came from, for error messages
     * @throws ConfigurationException if it is no bundle document
     */
    public static TrustBundle read(
            TrustDomain trustDomain, String source, byte[] document, SignatureProvider signatures) {
        return new BundleReader(source, KeyRules.standard(signatures)).bundle(trustDomain, limited(source, document));
    }

    /**
     * Reads the JWK Set of an authorization server.
     *
     * @param source where it came from, for error messages
     * @throws ConfigurationException if it is no JWK Set
     */
    public static TrustBundle readKeySet(
            IssuerUrl issuer, String source, byte[] document, SignatureProvider signatures) {
        return new BundleReader(source, KeyRules.standard(signatures)).keySet(issuer, limited(source, document));
    }

    private static byte[] limited(String source, byte[] document) {
        if (document.length > MAX_BYTES) {
            throw new ConfigurationException(
                    Place.of(source), "not a SPIFFE bundle or JWK Set: larger than " + MAX_BYTES + " bytes");
        }
        return document;
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
     * The same as text (RFC 7468 §5), for programs that read files, such as the {@code ssl_ca_file} of a database server;
     * empty if there are none, which such a program must not take for no restriction. Read by it, they vouch for
     * certificates of this domain alone only if it knows no other CA.
     */
    public String x509AuthoritiesPem() {
        return x509Authorities.stream().map(TrustBundle::pem).collect(Collectors.joining());
    }

    private static String pem(X509Certificate authority) {
        try {
            return Pem.block("CERTIFICATE", authority.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("it was read from its encoding", e);
        }
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

    /** When the issuer wants to be asked again (SPIFFE Trust Domain and Bundle §4.1.2), however odd. */
    Optional<Duration> refreshHint() {
        return refreshHint;
    }

    /** Whether another bundle says the same of every key and authority, whatever else its document says. */
    boolean holdsSameKeysAs(TrustBundle other) {
        return keys.equals(other.keys) && new HashSet<>(x509Authorities).equals(new HashSet<>(other.x509Authorities));
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
