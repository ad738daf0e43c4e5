package dev.zt.tls;

import dev.zt.jose.PublicJwk;
import java.math.BigInteger;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What every certificate on a path must be: leaf, intermediate and anchor (RFC 5280 §4.1, §4.2). Stateless. */
final class LinkProfile {
    static final String KEY_USAGE = "2.5.29.15";
    static final String ALTERNATIVE_NAMES = "2.5.29.17";
    static final String BASIC_CONSTRAINTS = "2.5.29.19";
    static final String NAME_CONSTRAINTS = "2.5.29.30";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";

    // Extensions that are read here: key usage, names, basic constraints, name constraints, extended key usage.
    private static final Set<String> UNDERSTOOD =
            Set.of(KEY_USAGE, ALTERNATIVE_NAMES, BASIC_CONSTRAINTS, NAME_CONSTRAINTS, EXTENDED_KEY_USAGE);
    // Policy mappings, policy constraints, inhibit anyPolicy: nobody asks for policies here, so none can be demanded.
    private static final Set<String> POLICY_DEMANDS = Set.of("2.5.29.33", "2.5.29.36", "2.5.29.54");
    private static final Set<String> STRONG = Set.of(
            "SHA256WITHECDSA", "SHA384WITHECDSA", "SHA512WITHECDSA", "SHA256WITHRSA", "SHA384WITHRSA", "SHA512WITHRSA");
    private static final int MAX_SERIAL_OCTETS = 20;

    private LinkProfile() {}

    /** Whether a certificate is one that can be on a path at all. */
    static boolean isSound(X509Certificate certificate) {
        return certificate.getVersion() == 3
                && hasSerialNumber(certificate)
                && !certificate.getIssuerX500Principal().getName().isEmpty()
                && isStrong(certificate)
                && isUnderstood(certificate);
    }

    /** Whether the serial number is positive and no longer than 20 octets (RFC 5280 §4.1.2.2). */
    static boolean hasSerialNumber(X509Certificate certificate) {
        BigInteger serial = certificate.getSerialNumber();
        return serial.signum() > 0 && serial.toByteArray().length <= MAX_SERIAL_OCTETS;
    }

    /** Whether key and signature of a certificate are strong enough to be believed at all. */
    static boolean isStrong(X509Certificate certificate) {
        // The gate for keys in JWKs: on a curve of NIST, or RSA of 2048 to 8192 bits and of no shape known to be
        // broken.
        return PublicJwk.of(certificate.getPublicKey()) != null
                && (STRONG.contains(certificate.getSigAlgName().toUpperCase(Locale.ROOT))
                        || PssParameters.areStrong(certificate));
    }

    /**
     * The extended key usages that a certificate states; null if it states none.
     *
     * @throws CertificateParsingException if it states what cannot be read, which JDK 17 takes for nothing stated where
     *     the extension is not critical
     */
    static @Nullable List<String> purposes(X509Certificate certificate) throws CertificateParsingException {
        List<String> stated = certificate.getExtendedKeyUsage();
        if (stated == null && certificate.getExtensionValue(EXTENDED_KEY_USAGE) != null) {
            throw new CertificateParsingException("an extended key usage that cannot be read");
        }
        return stated;
    }

    /** The RFC 7638 thumbprint of the key of a sound certificate. */
    static String thumbprint(X509Certificate certificate) {
        return Objects.requireNonNull(PublicJwk.of(certificate.getPublicKey())).thumbprint();
    }

    // RFC 5280 §4.2: whoever does not understand a critical extension refuses the certificate.
    private static boolean isUnderstood(X509Certificate certificate) {
        Set<String> critical = certificate.getCriticalExtensionOIDs();
        Set<String> others = certificate.getNonCriticalExtensionOIDs();
        return (critical == null || UNDERSTOOD.containsAll(critical))
                && (others == null || others.stream().noneMatch(POLICY_DEMANDS::contains));
    }
}
