package dev.zt.authority;

import dev.zt.enrolment.SignedStatus;
import dev.zt.identity.Issuer;
import dev.zt.identity.TrustDomain;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.BundleSource;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import dev.zt.posture.StatusLookup;
import dev.zt.posture.StatusSource;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The authority's own documents, read as every service reads them, so that its guard believes neither more nor less than
 * the others. Safe for concurrent use.
 */
final class PublishedTrust implements BundleSource, StatusSource {
    private final TrustDomain trustDomain;
    private final Publication publication;
    private final SignatureProvider signatures;
    private final InstantSource clock;
    private volatile @Nullable Read read;

    private record Read(Publication.Now of, TrustBundle bundle, StatusLookup status) {}

    PublishedTrust(
            TrustDomain trustDomain, Publication publication, SignatureProvider signatures, InstantSource clock) {
        this.trustDomain = trustDomain;
        this.publication = publication;
        this.signatures = signatures;
        this.clock = clock;
    }

    @Override
    public BundleLookup bundle(Issuer domain) {
        if (!domain.equals(trustDomain)) {
            return new BundleLookup.NotTrusted();
        }
        Read now = read();
        return new BundleLookup.Found(now.bundle(), now.of().bundleSequence());
    }

    @Override
    public StatusLookup status(TrustDomain domain) {
        return domain.equals(trustDomain) ? read().status() : new StatusLookup.NotTracked();
    }

    @Override
    public Set<TrustDomain> tracked() {
        return Set.of(trustDomain);
    }

    private Read read() {
        Publication.Now published = publication.now();
        Read held = read;
        if (held == null || !held.of().equals(published)) {
            held = read(published);
            read = held;
        }
        return held;
    }

    private Read read(Publication.Now published) {
        byte[] document = published.bundle().text().getBytes(StandardCharsets.UTF_8);
        TrustBundle bundle = TrustBundle.read(trustDomain, "the own bundle", document, signatures);
        StatusLookup status = SignedStatus.read(published.status().text(), bundle, clock.instant())
                        instanceof SignedStatus.Reading.Valid valid
                ? new StatusLookup.Known(valid.status())
                : new StatusLookup.Unavailable();
        return new Read(published, bundle, status);
    }
}
