package dev.zt.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.guard.Admission;
import dev.zt.guard.Guard;
import dev.zt.identity.Audience;
import dev.zt.identity.DatabaseUser;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import dev.zt.own.FileIdentitySource;
import dev.zt.own.ServiceIdentity;
import dev.zt.tls.PeerCheck;
import dev.zt.tls.PeerFault;
import dev.zt.tls.X509Svid;
import dev.zt.tls.X509SvidVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TestAuthorityTest {
    private static final Audience AUDIENCE = Audience.of("https://orders.internal");
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: shop
            admit: {segments: [shop]}
            workloads: {gateway: spiffe://shop.example/gateway}
            segments: {shop: [gateway]}
            endpoints: {read: GET /orders}
            allow: [{id: A1, caller: gateway, to: read}]
            """;

    private static final DatabaseUser SVC_ORDERS = DatabaseUser.of("svc_orders");
    private static final Map<String, String> OIDS = Map.of("2.5.4.5", "serialNumber");

    @RegisterExtension
    final ZtExtension zt = ZtExtension.forTrustDomain("shop.example");

    @TempDir
    Path directory;

    private static TestCall call(TestWorkload workload) {
        return TestCall.of("GET", "/orders").with(workload.prove(AUDIENCE));
    }

    @Test
    void issues_tokensThatTheTrueVerifierAccepts() {
        Guard guard = zt.guard(AUDIENCE.toString(), POLICY);
        TestWorkload gateway = zt.authority().issue("/gateway");

        assertThat(guard.admit(call(gateway).toCall()))
                .isInstanceOfSatisfying(
                        Admission.Granted.class,
                        granted -> assertThat(granted.caller()
                                        .orElseThrow()
                                        .instance()
                                        .value())
                                .isEqualTo(gateway.instance()));
    }

    @Test
    void issues_tokensThatExpire() {
        Guard guard = zt.guard(AUDIENCE.toString(), POLICY);
        TestWorkload gateway = zt.authority().issue("/gateway", Duration.ofMinutes(1));
        TestCall early = call(gateway);
        zt.clock().advance(Duration.ofSeconds(91));

        assertThat(guard.admit(early.toCall()))
                .isInstanceOfSatisfying(
                        Admission.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo("wit-expired"));
    }

    @Test
    void withdraws_theOldKeyWhenItRotates() {
        Guard guard = zt.guard(AUDIENCE.toString(), POLICY);
        TestWorkload before = zt.authority().issue("/gateway");
        assertThat(guard.admit(call(before).toCall())).isInstanceOf(Admission.Granted.class);

        zt.authority().rotate();

        assertThat(guard.admit(call(before).toCall())).isInstanceOf(Admission.Refused.class);
        assertThat(guard.admit(call(zt.authority().issue("/gateway")).toCall())).isInstanceOf(Admission.Granted.class);
    }

    @Test
    void signs_withTheKeyThatItNames_whoeverRotates() throws Exception {
        Guard guard = zt.guard(AUDIENCE.toString(), POLICY);
        for (Future<Boolean> each : Crowd.of(4, () -> {
            boolean good = true;
            for (int i = 0; i < 15; i++) {
                zt.authority().rotateBeside();
                good &= guard.admit(call(zt.authority().issue("/gateway")).toCall()) instanceof Admission.Granted;
            }
            return good;
        })) {
            assertThat(each.get()).isTrue();
        }
    }

    @Test
    void writes_filesThatAServiceCanStartFrom() throws IOException {
        TestWorkload gateway = zt.authority().issue("/gateway");
        zt.authority().write(gateway, directory.resolve("gateway"));

        FileIdentitySource files =
                new FileIdentitySource(directory.resolve("gateway"), SignatureProvider.bouncyCastle(), zt.clock());
        assertThat(ServiceIdentity.of(files, zt.clock()).id()).isEqualTo(gateway.id());
        assertThat(files.certificate().orElseThrow().chain())
                .isEqualTo(gateway.certificate().chain());
        assertThat(Files.getPosixFilePermissions(directory.resolve("gateway/key.jwk")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readString(directory.resolve("gateway/bundle.json"))).contains("wit-svid");
    }

    private static List<String> subject(X509Svid svid) {
        String name = svid.chain().get(0).getSubjectX500Principal().getName(X500Principal.RFC1779, OIDS);
        return List.of(name.split(", ", -1));
    }

    @Test
    void issues_certificatesWithADatabaseUser() {
        TestWorkload orders = zt.authority().issue("/orders", SVC_ORDERS);

        assertThat(orders.certificate().id()).hasToString("spiffe://shop.example/orders");
        assertThat(subject(orders.certificate()))
                .containsExactly("O=shop.example", "CN=svc_orders", "serialNumber=" + orders.instance());
        assertThat(subject(zt.authority().issue("/orders").certificate())).noneMatch(part -> part.startsWith("CN="));
    }

    @Test
    void gives_aDatabaseUserToOneWorkload() {
        zt.authority().issue("/orders", SVC_ORDERS);
        zt.authority().issue("/orders", SVC_ORDERS);

        assertThatThrownBy(() -> zt.authority().issue("/evil", SVC_ORDERS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is that of spiffe://shop.example/orders");
    }

    @Test
    void keeps_theDatabaseUserOverRenewals() {
        RenewableWorkload orders = RenewableWorkload.of(zt.authority().issue("/orders", SVC_ORDERS));
        X509Svid before = orders.identity().certificate().orElseThrow();

        orders.renew();

        X509Svid after = orders.identity().certificate().orElseThrow();
        assertThat(after.chain()).isNotEqualTo(before.chain());
        assertThat(subject(after)).isEqualTo(subject(before)).contains("CN=svc_orders");
    }

    @Test
    void writes_pemOfEveryPublishedCa() throws IOException {
        TestWorkload before = zt.authority().issue("/orders", SVC_ORDERS);
        zt.authority().rotateBeside();
        TestWorkload after = zt.authority().issue("/orders", SVC_ORDERS);
        zt.authority().writePem(after, directory);

        assertThat(X509Svid.ofPem(
                                Files.readString(directory.resolve("svid.pem")),
                                Files.readString(directory.resolve("svid_key.pem")))
                        .chain())
                .isEqualTo(after.certificate().chain());
        assertThat(Files.readString(directory.resolve("svid_bundle.pem")))
                .isEqualTo(bundle().x509AuthoritiesPem())
                .containsSubsequence("BEGIN CERTIFICATE", "BEGIN CERTIFICATE");
        assertThat(Files.getPosixFilePermissions(directory.resolve("svid_key.pem")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(before.certificate().chain())
                .isNotEqualTo(after.certificate().chain());
    }

    private TrustBundle bundle() {
        BundleLookup lookup = zt.authority().bundles().bundle(zt.authority().trustDomain());
        return ((BundleLookup.Found) lookup).bundle();
    }

    private PeerCheck check(TestWorkload peer) {
        return new X509SvidVerifier(zt.authority().bundles(), SignatureProvider.bouncyCastle(), zt.clock())
                .verify(peer.certificate().chain());
    }

    @Test
    void lies_aboutADatabaseUser_whereAThiefAsks_andIsKnownByItsUri() {
        zt.authority().issue("/orders", SVC_ORDERS);

        TestWorkload liar = Thief.withDatabaseUser(zt.authority(), "/evil", SVC_ORDERS);

        assertThat(subject(liar.certificate())).contains("CN=svc_orders");
        assertThat(check(liar))
                .isInstanceOfSatisfying(
                        PeerCheck.Verified.class,
                        peer -> assertThat(peer.id()).hasToString("spiffe://shop.example/evil"));
    }

    @Test
    void shows_anEndedCertificate_whereAThiefAsks() {
        TestWorkload orders = zt.authority().issue("/orders", SVC_ORDERS);

        TestWorkload ended = Thief.withEndedCertificate(orders);

        assertThat(check(orders)).isInstanceOf(PeerCheck.Verified.class);
        assertThat(check(ended)).isEqualTo(new PeerCheck.Rejected(PeerFault.PATH));
        assertThat(ended.certificate().expiry()).isEqualTo(zt.clock().instant().minus(Duration.ofHours(1)));
        assertThat(subject(ended.certificate())).isEqualTo(subject(orders.certificate()));
        assertThat(ended.token()).isEqualTo(orders.token());
    }

    @Test
    void calls_anotherAuthorityByTheSameNames_whereAThiefAsks() {
        TestWorkload orders = zt.authority().issue("/orders", SVC_ORDERS);

        TestWorkload forged = Thief.namesake(zt.authority()).issue("/orders", SVC_ORDERS);

        X509Certificate real = orders.certificate().chain().get(0);
        X509Certificate fake = forged.certificate().chain().get(0);
        assertThat(fake.getIssuerX500Principal().getEncoded())
                .isEqualTo(real.getIssuerX500Principal().getEncoded());
        assertThat(Thief.keyIdOf(forged.token())).isEqualTo(Thief.keyIdOf(orders.token()));
        assertThat(check(forged)).isEqualTo(new PeerCheck.Rejected(PeerFault.PATH));
    }

    @Test
    void shows_noSecret() {
        TestWorkload gateway = zt.authority().issue("/gateway");
        TestWorkload orders = zt.authority().issue("/orders", SVC_ORDERS);

        assertThat(zt.authority() + " " + gateway + " " + call(gateway) + orders + orders.certificate())
                .doesNotContain("eyJ", "PRIVATE");
    }
}
