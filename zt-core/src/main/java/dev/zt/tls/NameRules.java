package dev.zt.tls;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;

/**
 * The name constraints of a path from its anchor downwards (RFC 5280 §4.2.1.10, §6.1.4 g); those of the anchor count like
 * any other. BouncyCastle compares; what it would let pass in a spelling that nobody should use is refused before. Used by
 * one thread.
 */
final class NameRules {
    private static final int MOST_NAMES = 64;

    private final PKIXNameConstraintValidator constraints = new PKIXNameConstraintValidator();
    private boolean any;
    private boolean excludesDns;
    private boolean mail;

    /** Whether a certificate's names keep the constraints of the CAs above it. */
    boolean allow(X509Certificate certificate) {
        try {
            GeneralName[] names = names(certificate);
            if (names.length > MOST_NAMES) {
                return false;
            }
            if (any) {
                requireSubject(certificate);
                for (GeneralName name : names) {
                    require(name);
                }
            }
            return true;
        } catch (NameConstraintValidatorException | RuntimeException e) {
            // Unchecked for names that cannot be read, and for kinds that nobody compares.
            return false;
        }
    }

    private static GeneralName[] names(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(LinkProfile.ALTERNATIVE_NAMES);
        return extension == null
                ? new GeneralName[0]
                : GeneralNames.getInstance(
                                ASN1OctetString.getInstance(extension).getOctets())
                        .getNames();
    }

    private void requireSubject(X509Certificate certificate) throws NameConstraintValidatorException {
        X500Name subject =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        if (subject.size() > 0) {
            constraints.checkPermittedDN(subject);
            constraints.checkExcludedDN(subject);
        }
        if (mail) {
            requireMail(subject);
        }
    }

    // RFC 5280 §4.2.1.10 demands it where there are no other names. Here always: whoever reads the subject reads them.
    private void requireMail(X500Name subject) throws NameConstraintValidatorException {
        for (RDN rdn : subject.getRDNs(BCStyle.EmailAddress)) {
            for (AttributeTypeAndValue attribute : rdn.getTypesAndValues()) {
                if (attribute.getType().equals(BCStyle.EmailAddress)) {
                    require(new GeneralName(GeneralName.rfc822Name, ASN1IA5String.getInstance(attribute.getValue())));
                }
            }
        }
    }

    private void require(GeneralName name) throws NameConstraintValidatorException {
        if (!NameSpelling.isName(name) || (excludesDns && NameSpelling.isWildcard(name))) {
            throw new NameConstraintValidatorException("a name that constraints cannot be held against");
        }
        constraints.checkPermitted(name);
        constraints.checkExcluded(name);
    }

    /** Takes in the constraints of a CA; whether they are well formed. */
    boolean add(X509Certificate authority) {
        byte[] extension = authority.getExtensionValue(LinkProfile.NAME_CONSTRAINTS);
        if (extension == null) {
            return true;
        }
        try {
            NameConstraints stated = NameConstraints.getInstance(
                    ASN1OctetString.getInstance(extension).getOctets());
            return add(stated.getPermittedSubtrees(), stated.getExcludedSubtrees());
        } catch (RuntimeException e) {
            return false;
        }
    }

    private boolean add(GeneralSubtree[] permitted, GeneralSubtree[] excluded) {
        int count = (permitted == null ? 0 : permitted.length) + (excluded == null ? 0 : excluded.length);
        if (count == 0 || count > MOST_NAMES || !areSpelt(permitted) || !areSpelt(excluded)) {
            return false;
        }
        any = true;
        mail |= haveMail(permitted) || haveMail(excluded);
        if (permitted != null) {
            constraints.intersectPermittedSubtree(permitted);
        }
        if (excluded != null) {
            for (GeneralSubtree subtree : excluded) {
                constraints.addExcludedSubtree(subtree);
                excludesDns |= subtree.getBase().getTagNo() == GeneralName.dNSName;
            }
        }
        return true;
    }

    private static boolean haveMail(GeneralSubtree[] subtrees) {
        return subtrees != null
                && Arrays.stream(subtrees).anyMatch(tree -> tree.getBase().getTagNo() == GeneralName.rfc822Name);
    }

    private static boolean areSpelt(GeneralSubtree[] subtrees) {
        if (subtrees != null) {
            for (GeneralSubtree subtree : subtrees) {
                // RFC 5280 §4.2.1.10: the minimum is zero, and there is no maximum.
                if (subtree.getMinimum().signum() != 0
                        || subtree.getMaximum() != null
                        || !NameSpelling.isConstraint(subtree.getBase())) {
                    return false;
                }
            }
        }
        return true;
    }
}
