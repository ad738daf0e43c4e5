package dev.zt.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/** What a CA on a path must be (RFC 5280 §6.1.4, X509-SVID §4.1 and §4.3). Stateless. */
final class AuthorityProfile {
    private static final int KEY_CERT_SIGN = 5;
    private static final String ANY_PURPOSE = "2.5.29.37.0";

    private AuthorityProfile() {}

    /**
     * Whether a certificate is that of a CA which may have issued what is below it.
     *
     * @param authoritiesBelow how many CAs follow on the way to the leaf, those that only renew their own key left out
     */
    static boolean mayIssue(X509Certificate authority, int authoritiesBelow, LeafUse use) {
        boolean[] usage = authority.getKeyUsage();
        return !authority.getSubjectX500Principal().getName().isEmpty()
                && authority.getBasicConstraints() >= authoritiesBelow
                && (usage == null ? !use.svid() : usage[KEY_CERT_SIGN])
                && isFor(authority, use.purposes());
    }

    private static boolean isFor(X509Certificate authority, Set<String> purposes) {
        try {
            List<String> stated = LinkProfile.purposes(authority);
            return stated == null || stated.contains(ANY_PURPOSE) || stated.containsAll(purposes);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    /** Whether a CA issued it to itself, as when it changes its key: such a one counts for no length and no constraint. */
    static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }
}
