package dev.zt.keys;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.TrustDomain;
import dev.zt.jose.Json;
import dev.zt.jose.JsonObject;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads documents that hold keys; an element that cannot be used is left out and the rest is kept. Immutable.
 *
 * <p>Every method throws a {@link ConfigurationException} if the document is not of its kind.
 */
final class BundleReader {
    private static final Logger LOG = LoggerFactory.getLogger(BundleReader.class);
    private static final long LONGEST_HINT_SECONDS = 1L << 31;

    private final String source;
    private final KeyRules rules;

    /** A reader of what came from a source, which error messages name. */
    BundleReader(String source, KeyRules rules) {
        this.source = source;
        this.rules = rules;
    }

    /** A JWK Set (RFC 7517 §5). */
    TrustBundle keySet(IssuerUrl issuer, byte[] document) {
        List<?> elements = elements(object(document, "JWK Set"), "JWK Set");
        var keys = PublishedKeys.of(elements, EnumSet.of(KeyUse.TOKEN), source, rules);
        return warned(new TrustBundle(issuer, keys, List.of(), OptionalLong.empty(), Optional.empty()));
    }

    /** A SPIFFE bundle document. */
    TrustBundle bundle(TrustDomain trustDomain, byte[] document) {
        return bundle(trustDomain, object(document, "SPIFFE bundle"));
    }

    /** A SPIFFE bundle that stands within another document. */
    TrustBundle bundle(TrustDomain trustDomain, JsonObject bundle) {
        if (bundle.has("spiffe_sequence")
                && bundle.wholeNumber("spiffe_sequence").orElse(-1) < 0) {
            throw new ConfigurationException(Place.of(source), "'spiffe_sequence' must be a whole number from 0");
        }
        List<?> elements = elements(bundle, "SPIFFE bundle");
        Set<KeyUse> uses = EnumSet.of(KeyUse.WIT_SVID, KeyUse.JWT_SVID);
        return warned(new TrustBundle(
                trustDomain,
                PublishedKeys.of(elements, uses, source, rules),
                PublishedAuthorities.of(elements, trustDomain),
                bundle.wholeNumber("spiffe_sequence"),
                hint(bundle)));
    }

    JsonObject object(byte[] document, String kind) {
        JsonObject read = Json.object(document);
        if (read == null) {
            throw new ConfigurationException(
                    Place.of(source), "not a " + kind + ": expected one JSON object with no member repeated");
        }
        return read;
    }

    private List<?> elements(JsonObject document, String kind) {
        return document.array("keys")
                .orElseThrow(() ->
                        new ConfigurationException(Place.of(source), "not a " + kind + ": 'keys' must be an array"));
    }

    private static Optional<Duration> hint(JsonObject bundle) {
        long seconds = bundle.wholeNumber("spiffe_refresh_hint").orElse(0);
        return seconds < 1
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(Math.min(seconds, LONGEST_HINT_SECONDS)));
    }

    private TrustBundle warned(TrustBundle bundle) {
        if (bundle.size() == 0) {
            LOG.warn("zt: {} holds no usable key for tokens: no token of {} will be believed", source, bundle.issuer());
        }
        return bundle;
    }
}
