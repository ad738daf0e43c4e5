package dev.zt.authority;

import dev.zt.identity.WorkloadId;
import dev.zt.issue.CertificateIssuer;
import dev.zt.issue.CertificateSubject;
import dev.zt.tls.X509Svid;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The authority's own certificate: on one key, by which join files know it, and issued anew by each CA. */
final class ServerCertificate {
    private final AuthoritySettings settings;
    private final KeyVault.Entry tls;
    private final Publication publication;
    private final WorkloadId self;
    private final ReentrantLock issuing = new ReentrantLock();
    private volatile @Nullable Issued issued;

    private record Issued(X509Svid svid, CertificateIssuer by, Instant renewAt) {}

    ServerCertificate(AuthoritySettings settings, KeyVault.Entry tls, Publication publication, WorkloadId self) {
        this.settings = settings;
        this.tls = tls;
        this.publication = publication;
        this.self = self;
    }

    Optional<X509Svid> current() {
        Issued now = issued;
        Instant at = settings.clock().instant();
        if (now == null || now.by() != publication.now().certificates() || !at.isBefore(now.renewAt())) {
            now = issue(at);
        }
        return Optional.of(now.svid());
    }

    private Issued issue(Instant at) {
        issuing.lock();
        try {
            CertificateIssuer by = publication.now().certificates();
            Duration life = settings.certificateLife();
            X509Certificate certificate = by.issue(
                    CertificateSubject.of(self), tls.certificate().getPublicKey(), List.of(host()), at, at.plus(life));
            X509Svid svid = X509Svid.of(List.of(certificate.getEncoded()), tls.key());
            Issued now = new Issued(svid, by, at.plus(life.dividedBy(2)));
            issued = now;
            return now;
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate cannot be encoded", e);
        } finally {
            issuing.unlock();
        }
    }

    // For tools that know servers by name; instances know the authority by its id.
    private String host() {
        return settings.url().map(url -> url.getHost()).orElse(settings.host());
    }
}
