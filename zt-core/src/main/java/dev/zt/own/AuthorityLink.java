package dev.zt.own;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import dev.zt.enrolment.AuthorityClient;
import dev.zt.enrolment.AuthorityId;
import dev.zt.enrolment.JoinFile;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.keys.SignatureProvider;
import dev.zt.tls.PeerMatcher;
import dev.zt.tls.PinnedTrust;
import dev.zt.tls.SvidTrust;
import dev.zt.tls.TlsContexts;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How this instance talks to its authority: at first contact with the TLS key that the join file pins and nobody else,
 * afterwards with whoever holds a certificate of the authority's id from the own trust domain. Safe for concurrent use.
 */
final class AuthorityLink {
    private final TrustDomain trustDomain;
    private final Optional<URI> stated;
    private final AuthorityBundleSource bundles;
    private final SignatureProvider signatures;
    private final InstantSource clock;
    private volatile @Nullable Connected connected;

    private record Connected(URI url, AuthorityClient client) {}

    AuthorityLink(
            TrustDomain trustDomain,
            Optional<URI> stated,
            AuthorityBundleSource bundles,
            SignatureProvider signatures,
            InstantSource clock) {
        this.trustDomain = trustDomain;
        this.stated = stated;
        this.bundles = bundles;
        this.signatures = signatures;
        this.clock = clock;
    }

    /** A client for the one exchange that a join file allows. */
    AuthorityClient firstContact(JoinFile join) {
        requireOurs(join.url(), join.trustDomain());
        return new AuthorityClient(join.url(), TlsContexts.client(new PinnedTrust(join.tlsPin())));
    }

    /** Remembers where the authority is that issued what is held. */
    void connect(URI url, TrustDomain domain) {
        requireOurs(url, domain);
        Connected now = connected;
        if (now == null || !now.url().equals(url)) {
            WorkloadId authority = AuthorityId.of(trustDomain);
            SvidTrust trust =
                    new SvidTrust(Map.of(url, PeerMatcher.exactly(authority)), bundles.evenIfOld(), signatures, clock);
            connected = new Connected(url, new AuthorityClient(url, TlsContexts.client(trust)));
        }
    }

    private void requireOurs(URI url, TrustDomain domain) {
        if (!domain.equals(trustDomain)) {
            throw new ConfigurationException(
                    Place.of("trust-domain"), "is " + trustDomain + ", but the authority's is " + domain);
        }
        if (stated.isPresent() && !stated.get().equals(url)) {
            throw new ConfigurationException(
                    Place.of("authority"), "is " + stated.get() + ", but the join file or the state names " + url);
        }
    }

    /** The client; empty before the first contact. */
    Optional<AuthorityClient> authority() {
        return Optional.ofNullable(connected).map(Connected::client);
    }
}
