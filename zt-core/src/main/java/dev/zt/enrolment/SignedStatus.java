package dev.zt.enrolment;

import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.jose.CompactJws;
import dev.zt.jose.JoseHeader;
import dev.zt.jose.JsonObject;
import dev.zt.keys.KeyUse;
import dev.zt.keys.PublishedKey;
import dev.zt.keys.TrustBundle;
import dev.zt.posture.RevocationStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the status document of an authority: signature before claims, and nothing that is not for its own domain. */
public final class SignedStatus {
    /** How far the authority's clock may be ahead. */
    public static final Duration SKEW = Duration.ofSeconds(30);

    private static final int MAX_LENGTH = 512 << 10;

    private SignedStatus() {}

    /** What came of reading. Exactly one of the three. */
    public sealed interface Reading {
        /** The document is the authority's. */
        record Valid(RevocationStatus status) implements Reading {}

        /** It names a key that the bundle held does not publish; a newer bundle may. */
        record KeyUnknown() implements Reading {}

        /**
         * It is not to be believed.
         *
         * @param problem in words, for an operator
         */
        record Refused(String problem) implements Reading {}
    }

    /** Checks a document by the keys of the domain that it must speak for. */
    public static Reading read(String text, TrustBundle bundle, Instant now) {
        CompactJws document = text.length() > MAX_LENGTH ? null : CompactJws.split(text);
        if (document == null || document.header().namesUnknownParameter()) {
            return new Reading.Refused("it is no signed document");
        }
        JoseHeader header = document.header();
        Optional<PublishedKey> key = header.keyId().flatMap(kid -> bundle.key(KeyUse.WIT_SVID, kid));
        if (key.isEmpty()) {
            return new Reading.KeyUnknown();
        }
        boolean signed = header.algorithm().equals(Optional.of(key.get().algorithm()))
                && key.get().signed(document);
        if (!signed) {
            return new Reading.Refused("its signature is not the authority's");
        }
        JsonObject claims = document.payload();
        if (!header.isType("zt-status+jwt") || claims == null) {
            return new Reading.Refused("it is signed, but no status document");
        }
        return bundle.issuer() instanceof TrustDomain domain
                ? claims(claims, domain, now)
                : new Reading.Refused("only a trust domain has a status");
    }

    private static Reading claims(JsonObject claims, TrustDomain domain, Instant now) {
        if (!claims.string("trust_domain").equals(Optional.of(domain.toString()))) {
            return new Reading.Refused("it speaks for another trust domain");
        }
        Optional<Instant> issuedAt = claims.time("iat");
        long version = claims.wholeNumber("version").orElse(-1);
        long bundleSequence = claims.wholeNumber("bundle_sequence").orElse(-1);
        Optional<JsonObject> revoked = claims.object("revoked");
        if (issuedAt.isEmpty() || version < 0 || bundleSequence < 0 || revoked.isEmpty()) {
            return new Reading.Refused("it lacks iat, version, bundle_sequence or revoked");
        }
        if (issuedAt.get().isAfter(now.plus(SKEW))) {
            return new Reading.Refused("it was signed at " + issuedAt.get() + ", which lies ahead; look at the clocks");
        }
        Optional<Set<String>> instances = texts(revoked.get(), "instances");
        Optional<Set<WorkloadId>> workloads = texts(revoked.get(), "workloads").flatMap(texts -> ids(texts, domain));
        Optional<Set<String>> keys = texts(revoked.get(), "keys");
        if (instances.isEmpty() || workloads.isEmpty() || keys.isEmpty()) {
            return new Reading.Refused("its lists cannot be read");
        }
        return new Reading.Valid(new RevocationStatus(
                domain, version, issuedAt.get(), bundleSequence, instances.get(), workloads.get(), keys.get()));
    }

    private static Optional<Set<String>> texts(JsonObject json, String name) {
        Set<String> texts = new HashSet<>();
        Optional<List<?>> array = json.array(name);
        for (Object element : array.orElse(List.of())) {
            if (!(element instanceof String text)) {
                return Optional.empty();
            }
            texts.add(text);
        }
        return array.isPresent() ? Optional.of(texts) : Optional.empty();
    }

    private static Optional<Set<WorkloadId>> ids(Set<String> texts, TrustDomain domain) {
        Set<WorkloadId> ids = new HashSet<>();
        texts.forEach(text -> WorkloadId.parse(text)
                .filter(id -> id.trustDomain().equals(domain))
                .ifPresent(ids::add));
        return ids.size() == texts.size() ? Optional.of(ids) : Optional.empty();
    }
}
