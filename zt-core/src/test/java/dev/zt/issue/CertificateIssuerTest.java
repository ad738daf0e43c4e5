package dev.zt.issue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.identity.DatabaseUser;
import dev.zt.identity.InstanceId;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.tls.SvidAuthority;
import dev.zt.tls.X509Svid;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.junit.jupiter.api.Test;

class CertificateIssuerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final WorkloadId ORDERS = WorkloadId.of("spiffe://shop.example/orders");
    private static final Optional<InstanceId> INSTANCE = InstanceId.parse("00112233445566778899aabbccddeeff");

    private final KeyPair key = SvidAuthority.keyPair("secp256r1");
    private final CertificateIssuer issuer = issuer("shop.example");

    private static CertificateIssuer issuer(String domain) {
        KeyPair key = SvidAuthority.keyPair("secp256r1");
        X509Certificate authority =
                CertificateIssuer.authority(TrustDomain.of(domain), key, NOW, NOW.plus(Duration.ofDays(1)));
        return new CertificateIssuer(authority, key.getPrivate());
    }

    private X509Certificate issue(CertificateSubject subject) {
        return issuer.issue(subject, key.getPublic(), List.of(), NOW, NOW.plus(Duration.ofHours(1)));
    }

    private X509Certificate issue(String user) {
        return issue(new CertificateSubject(ORDERS, INSTANCE, Optional.of(DatabaseUser.of(user))));
    }

    private static X500Name subject(X509Certificate certificate) {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    // As pg_stat_ssl.client_dn has it: in the order of the certificate, and no more than an identifier has.
    private static String clientDn(X509Certificate certificate) {
        String whole = Arrays.stream(subject(certificate).getRDNs())
                .map(rdn -> {
                    AttributeTypeAndValue part = rdn.getFirst();
                    String type = part.getType().equals(BCStyle.SERIALNUMBER)
                            ? "serialNumber"
                            : BCStyle.INSTANCE.oidToDisplayName(part.getType());
                    return "/" + type + "=" + IETFUtils.valueToString(part.getValue());
                })
                .collect(Collectors.joining());
        return whole.substring(0, Math.min(63, whole.length()));
    }

    @Test
    void names_theDatabaseUserOnceInARdnOfItsOwn() {
        X500Name subject = subject(issue("svc_orders"));

        assertThat(subject.getRDNs(BCStyle.CN)).singleElement().satisfies(rdn -> {
            assertThat(rdn.isMultiValued()).isFalse();
            assertThat(IETFUtils.valueToString(rdn.getFirst().getValue())).isEqualTo("svc_orders");
        });
        assertThat(subject.getRDNs()).hasSize(3);
    }

    @Test
    void shows_instanceAndLogin_whereADatabaseShowsTheBeginningOfASubject() {
        assertThat(clientDn(issue("svc_orders")))
                .isEqualTo("/serialNumber=00112233445566778899aabbccddeeff/CN=svc_orders/O=");
    }

    @Test
    void shows_theInstanceBesideTheLongestLogin() {
        assertThat(clientDn(issue("a".repeat(63)))).startsWith("/serialNumber=00112233445566778899aabbccddeeff/CN=aaa");
    }

    @Test
    void names_noCommonNameWithoutADatabaseUser() {
        assertThat(clientDn(issue(new CertificateSubject(ORDERS, INSTANCE, Optional.empty()))))
                .isEqualTo("/O=shop.example/serialNumber=00112233445566778899aabbccddeeff");
        assertThat(clientDn(issue(CertificateSubject.of(ORDERS)))).isEqualTo("/O=shop.example");
    }

    @Test
    void makes_anSvidWithADatabaseUser() throws Exception {
        X509Svid svid = X509Svid.of(List.of(issue("svc_orders").getEncoded()), key.getPrivate());

        assertThat(svid.id()).isEqualTo(ORDERS);
    }

    @Test
    void makes_aCaOfAGivenNameWithAnotherKey() throws Exception {
        X509Certificate first = issuer.authority();
        KeyPair other = SvidAuthority.keyPair("secp256r1");

        X509Certificate second = CertificateIssuer.authority(
                first.getSubjectX500Principal(),
                TrustDomain.of("shop.example"),
                other,
                NOW,
                NOW.plus(Duration.ofDays(1)));

        assertThat(second.getSubjectX500Principal().getEncoded())
                .isEqualTo(first.getSubjectX500Principal().getEncoded());
        assertThat(second.getPublicKey()).isEqualTo(other.getPublic());
    }
}
