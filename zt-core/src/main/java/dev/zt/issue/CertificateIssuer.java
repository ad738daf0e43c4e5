package dev.zt.issue;

import dev.zt.identity.TrustDomain;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.IPAddress;

/** Signs X.509-SVIDs with one CA key (X509-SVID §4). Immutable. */
public final class CertificateIssuer {
    private static final Duration BACK = Duration.ofSeconds(60);
    private static final int SERIAL_BITS = 127;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final X509Certificate authority;
    private final PrivateKey signer;

    /** An issuer by the certificate of a CA and its EC key. */
    public CertificateIssuer(X509Certificate authority, PrivateKey key) {
        this.authority = authority;
        this.signer = key;
    }

    /** The certificate of a CA of a trust domain, signed by itself. */
    public static X509Certificate authority(TrustDomain domain, KeyPair pair, Instant from, Instant until) {
        return authority(
                new X500Name("O=" + domain + ",OU=" + new BigInteger(40, RANDOM).toString(36)),
                domain,
                pair,
                from,
                until);
    }

    /** The same by a given name, for tests of whoever might know a CA by its name alone. */
    public static X509Certificate authority(
            X500Principal name, TrustDomain domain, KeyPair pair, Instant from, Instant until) {
        return authority(X500Name.getInstance(name.getEncoded()), domain, pair, from, until);
    }

    private static X509Certificate authority(
            X500Name name, TrustDomain domain, KeyPair pair, Instant from, Instant until) {
        X509v3CertificateBuilder builder = builder(name, name, pair.getPublic(), from, until);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://" + domain)));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
            return sign(builder, pair.getPrivate());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("a certificate cannot be made", e);
        }
    }

    /**
     * A certificate of a workload; it ends no later than its CA.
     *
     * @param key the key that it is for
     * @param hosts DNS names and IP addresses, for callers that know a server by them
     */
    public X509Certificate issue(
            CertificateSubject subject, PublicKey key, List<String> hosts, Instant from, Instant until) {
        Instant end = authority.getNotAfter().toInstant();
        X509v3CertificateBuilder builder = builder(
                X500Name.getInstance(authority.getSubjectX500Principal().getEncoded()),
                subject.name(),
                key,
                from.minus(BACK),
                until.isBefore(end) ? until : end);
        List<GeneralName> names = new ArrayList<>();
        names.add(new GeneralName(
                GeneralName.uniformResourceIdentifier, subject.id().toString()));
        hosts.forEach(host -> names.add(host(host)));
        try {
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
            }));
            builder.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
            builder.addExtension(
                    Extension.authorityKeyIdentifier, false, identifiers.createAuthorityKeyIdentifier(authority));
            builder.addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
            return sign(builder, signer);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("a certificate cannot be made", e);
        }
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey key, Instant from, Instant until) {
        BigInteger serial = new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS - 1);
        return new JcaX509v3CertificateBuilder(issuer, serial, Date.from(from), Date.from(until), subject, key);
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("the key cannot sign", e);
        }
    }

    // A URL writes an IPv6 address in brackets, a certificate does not.
    private static GeneralName host(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return new GeneralName(IPAddress.isValid(bare) ? GeneralName.iPAddress : GeneralName.dNSName, bare);
    }

    /** The certificate of the CA. */
    public X509Certificate authority() {
        return authority;
    }
}
