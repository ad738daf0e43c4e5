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
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/** A certificate that says what another one says, but for what its subclass changes. */
abstract class ForwardingCertificate extends X509Certificate {
    private static final long serialVersionUID = 1L;

    final transient X509Certificate original;

    ForwardingCertificate(X509Certificate original) {
        this.original = original;
    }

    @Override
    public Collection<List<?>> getSubjectAlternativeNames() throws CertificateParsingException {
        return original.getSubjectAlternativeNames();
    }

    @Override
    public List<String> getExtendedKeyUsage() throws CertificateParsingException {
        return original.getExtendedKeyUsage();
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
        return original.getCriticalExtensionOIDs();
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
        return getClass().getSimpleName() + "[" + original.getSubjectX500Principal() + "]";
    }
}
