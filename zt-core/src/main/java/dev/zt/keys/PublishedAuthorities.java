package dev.zt.keys;

import dev.zt.identity.TrustDomain;
import dev.zt.jose.JsonObject;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the {@code x509-svid} elements of a bundle document (SPIFFE Trust Domain and Bundle §4.2, X509-SVID §6.1). */
final class PublishedAuthorities {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedAuthorities.class);
    private static final int URI_SAN = 6;
    private static final int KEY_CERT_SIGN = 5;

    private PublishedAuthorities() {}

    static List<X509Certificate> of(List<?> elements, TrustDomain trustDomain) {
        List<X509Certificate> authorities = new ArrayList<>();
        for (Object element : elements) {
            if (element instanceof JsonObject json && isForCertificates(json)) {
                Optional<X509Certificate> authority =
                        certificate(json).filter(certificate -> mayIssue(certificate, trustDomain));
                authority.ifPresentOrElse(
                        authorities::add,
                        () -> LOG.warn("zt: ignoring an x509-svid element of {} that holds no CA of it", trustDomain));
            }
        }
        return authorities;
    }

    private static boolean isForCertificates(JsonObject json) {
        return json.string("use").filter("x509-svid"::equals).isPresent();
    }

    // Several certificates: the first counts, the rest does not (X509-SVID §6.1).
    private static Optional<X509Certificate> certificate(JsonObject json) {
        List<?> chain = json.array("x5c").orElse(List.of());
        if (chain.isEmpty() || !(chain.get(0) instanceof String base64)) {
            return Optional.empty();
        }
        try {
            byte[] der = Base64.getDecoder().decode(base64);
            return Optional.of((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
        } catch (IllegalArgumentException | CertificateException e) {
            return Optional.empty();
        }
    }

    private static boolean mayIssue(X509Certificate certificate, TrustDomain trustDomain) {
        boolean[] usage = certificate.getKeyUsage();
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            boolean ours = names == null
                    || names.stream()
                            .filter(name -> name.get(0).equals(URI_SAN))
                            .allMatch(name -> name.get(1).equals("spiffe://" + trustDomain));
            return ours && certificate.getBasicConstraints() >= 0 && usage != null && usage[KEY_CERT_SIGN];
        } catch (CertificateException e) {
            return false;
        }
    }
}
