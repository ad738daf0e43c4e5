package dev.zt.tls;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.Principal;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate that was not made for SVIDs and seems to be one: it names a workload, a key usage that it has is critical,
 * and the one end that it is for becomes both. Nothing else differs, and whoever validates a path reads the encoding,
 * which is the original's; so no other fault of it hides behind the missing name.
 */
final class NamedCertificate extends X509Certificate {
    private static final long serialVersionUID = 1L;

    private final transient X509Certificate original;
    private final transient List<Object> name;
    private final String purpose;

    NamedCertificate(X509Certificate original, String uri, String purpose) {
        this.original = original;
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
    public byte[] getEncoded() throws CertificateEncodingException {
        return original.getEncoded();
    }

    @Override
    public void verify(PublicKey key)
            throws CertificateException, NoSuchAlgorithmException, InvalidKeyException, NoSuchProviderException,
                    SignatureException {
        original.verify(key);
    }

    @Override
    public void verify(PublicKey key, String provider)
            throws CertificateException, NoSuchAlgorithmException, InvalidKeyException, NoSuchProviderException,
                    SignatureException {
        original.verify(key, provider);
    }

    @Override
    public void checkValidity() throws CertificateExpiredException, CertificateNotYetValidException {
        original.checkValidity();
    }

    @Override
    public void checkValidity(Date date) throws CertificateExpiredException, CertificateNotYetValidException {
        original.checkValidity(date);
    }

    @Override
    public PublicKey getPublicKey() {
        return original.getPublicKey();
    }

    @Override
    public int getVersion() {
        return original.getVersion();
    }

    @Override
    public BigInteger getSerialNumber() {
        return original.getSerialNumber();
    }

    @Override
    @SuppressWarnings("deprecation") // Abstract in the platform's class.
    public Principal getIssuerDN() {
        return original.getIssuerDN();
    }

    @Override
    public X500Principal getIssuerX500Principal() {
        return original.getIssuerX500Principal();
    }

    @Override
    @SuppressWarnings("deprecation") // Abstract in the platform's class.
    public Principal getSubjectDN() {
        return original.getSubjectDN();
    }

    @Override
    public X500Principal getSubjectX500Principal() {
        return original.getSubjectX500Principal();
    }

    @Override
    public Date getNotBefore() {
        return original.getNotBefore();
    }

    @Override
    public Date getNotAfter() {
        return original.getNotAfter();
    }

    @Override
    public byte[] getTBSCertificate() throws CertificateEncodingException {
        return original.getTBSCertificate();
    }

    @Override
    public byte[] getSignature() {
        return original.getSignature();
    }

    @Override
    public String getSigAlgName() {
        return original.getSigAlgName();
    }

    @Override
    public String getSigAlgOID() {
        return original.getSigAlgOID();
    }

    @Override
    public byte[] getSigAlgParams() {
        return original.getSigAlgParams();
    }

    @Override
    public boolean[] getIssuerUniqueID() {
        return original.getIssuerUniqueID();
    }

    @Override
    public boolean[] getSubjectUniqueID() {
        return original.getSubjectUniqueID();
    }

    @Override
    public boolean[] getKeyUsage() {
        return original.getKeyUsage();
    }

    @Override
    public int getBasicConstraints() {
        return original.getBasicConstraints();
    }

    @Override
    public boolean hasUnsupportedCriticalExtension() {
        return original.hasUnsupportedCriticalExtension();
    }

    @Override
    public Set<String> getCriticalExtensionOIDs() {
        Set<String> critical = original.getCriticalExtensionOIDs();
        Set<String> all = new HashSet<>(critical == null ? Set.of() : critical);
        all.add("2.5.29.15");
        return all;
    }

    @Override
    public Set<String> getNonCriticalExtensionOIDs() {
        return original.getNonCriticalExtensionOIDs();
    }

    @Override
    public byte[] getExtensionValue(String oid) {
        return original.getExtensionValue(oid);
    }

    @Override
    public String toString() {
        return "NamedCertificate[" + original.getSubjectX500Principal() + "]";
    }
}
