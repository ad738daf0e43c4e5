package dev.zt.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A certificate that was not made for SVIDs and seems to be one: it names a workload, a key usage that it has is critical,
 * and the one end that it is for becomes both. Nothing else differs, and whoever validates a path reads the encoding,
 * which is the original's; so no other fault of it hides behind the missing name.
 */
final class NamedCertificate extends ForwardingCertificate {
    private static final long serialVersionUID = 1L;

    private final transient List<Object> name;
    private final String purpose;

    NamedCertificate(X509Certificate original, String uri, String purpose) {
        super(original);
        this.name = List.of(6, uri);
        this.purpose = purpose;
    }

    @Override
    public Collection<List<?>> getSubjectAlternativeNames() throws CertificateParsingException {
        Collection<List<?>> names = original.getSubjectAlternativeNames();
        if (names == null && original.getExtensionValue("2.5.29.17") != null) {
            return null; // They are there and cannot be read, which one more would hide.
        }
        List<List<?>> all = new ArrayList<>(names == null ? List.of() : names);
        all.add(name);
        return all;
    }

    @Override
    public List<String> getExtendedKeyUsage() throws CertificateParsingException {
        List<String> purposes = original.getExtendedKeyUsage();
        return purposes != null && purposes.contains(purpose)
                ? List.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2")
                : purposes;
    }

    @Override
    public Set<String> getCriticalExtensionOIDs() {
        Set<String> critical = original.getCriticalExtensionOIDs();
        Set<String> all = new HashSet<>(critical == null ? Set.of() : critical);
        all.add("2.5.29.15");
        return all;
    }
}
