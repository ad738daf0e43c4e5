package dev.zt.tls;

import dev.zt.identity.InstanceId;
import dev.zt.identity.WorkloadId;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.jspecify.annotations.Nullable;

/** What an X.509-SVID must be, over and above what makes a valid path (X509-SVID §2 to §5.2). Stateless. */
final class LeafProfile {
    private static final int URI_SAN = 6;
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_CERT_SIGN = 5;
    private static final int CRL_SIGN = 6;
    /** The extended key usages of servers and of clients. */
    static final Set<String> BOTH_ENDS = Set.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");

    private LeafProfile() {}

    /** The first rule that a leaf breaks; null if it keeps them all. */
    static @Nullable PeerFault fault(X509Certificate leaf) {
        if (leaf.getVersion() != 3 || !hasSoundConstraints(leaf)) {
            return PeerFault.MALFORMED;
        }
        if (leaf.getBasicConstraints() >= 0) {
            return PeerFault.LEAF_IS_CA;
        }
        if (!hasLeafKeyUsage(leaf)) {
            return PeerFault.KEY_USAGE;
        }
        if (leaf.getExtensionValue(LinkProfile.NAME_CONSTRAINTS) != null) {
            return PeerFault.NAME_CONSTRAINTS;
        }
        if (!LinkProfile.hasSerialNumber(leaf)) {
            return PeerFault.SERIAL_NUMBER;
        }
        return LinkProfile.isStrong(leaf) ? nameFault(leaf) : PeerFault.WEAK_ALGORITHM;
    }

    private static @Nullable PeerFault nameFault(X509Certificate leaf) {
        try {
            List<String> extended = LinkProfile.purposes(leaf);
            if (extended != null && !extended.containsAll(BOTH_ENDS)) {
                return PeerFault.EXTENDED_KEY_USAGE;
            }
            List<String> uris = uris(leaf);
            if (uris.size() != 1) {
                return PeerFault.URI_COUNT;
            }
            if (WorkloadId.parse(uris.get(0)).isEmpty()) {
                return PeerFault.SPIFFE_ID;
            }
            // An empty subject with a SAN that is not critical (RFC 5280 §4.2.1.6) is refused when the platform reads
            // it.
            return null;
        } catch (CertificateParsingException e) {
            return PeerFault.MALFORMED;
        }
    }

    /** The one workload id of a leaf; empty if it has none or several. */
    static Optional<WorkloadId> id(X509Certificate leaf) {
        try {
            List<String> uris = uris(leaf);
            return uris.size() == 1 ? WorkloadId.parse(uris.get(0)) : Optional.empty();
        } catch (CertificateParsingException e) {
            return Optional.empty();
        }
    }

    /** The instance that a leaf of zt's authority names in its subject (X.520 §6.2.9); empty if there is none. */
    static Optional<InstanceId> instance(X509Certificate leaf) {
        RDN[] numbers = X500Name.getInstance(leaf.getSubjectX500Principal().getEncoded())
                .getRDNs(BCStyle.SERIALNUMBER);
        return numbers.length == 1 && !numbers[0].isMultiValued()
                ? InstanceId.parse(IETFUtils.valueToString(numbers[0].getFirst().getValue()))
                : Optional.empty();
    }

    private static List<String> uris(X509Certificate leaf) throws CertificateParsingException {
        Collection<List<?>> names = leaf.getSubjectAlternativeNames();
        // JDK 17 takes names that it cannot read for none.
        if (names == null && leaf.getExtensionValue(LinkProfile.ALTERNATIVE_NAMES) != null) {
            throw new CertificateParsingException("names that cannot be read");
        }
        return names == null
                ? List.of()
                : names.stream()
                        .filter(name -> name.get(0).equals(URI_SAN))
                        .map(name -> String.valueOf(name.get(1)))
                        .toList();
    }

    // The platform takes basic constraints that it cannot read for those of a leaf; and by RFC 5280 §4.2.1.9 a leaf has
    // no
    // path length.
    private static boolean hasSoundConstraints(X509Certificate leaf) {
        byte[] extension = leaf.getExtensionValue(LinkProfile.BASIC_CONSTRAINTS);
        if (extension == null) {
            return true;
        }
        try {
            BasicConstraints stated = BasicConstraints.getInstance(
                    ASN1OctetString.getInstance(extension).getOctets());
            return stated.isCA() || stated.getPathLenConstraint() == null;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static boolean hasLeafKeyUsage(X509Certificate leaf) {
        boolean[] usage = leaf.getKeyUsage();
        return usage != null
                && isCritical(leaf, LinkProfile.KEY_USAGE)
                && usage[DIGITAL_SIGNATURE]
                && !usage[KEY_CERT_SIGN]
                && !usage[CRL_SIGN];
    }

    private static boolean isCritical(X509Certificate certificate, String extension) {
        Set<String> critical = certificate.getCriticalExtensionOIDs();
        return critical != null && critical.contains(extension);
    }
}
