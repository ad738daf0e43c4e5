package dev.zt.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.guard.Admission;
import dev.zt.guard.Guard;
import dev.zt.identity.Audience;
import dev.zt.keys.SignatureProvider;
import dev.zt.own.FileIdentitySource;
import dev.zt.own.ServiceIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.Future;
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

    @Test
    void shows_noSecret() {
        TestWorkload gateway = zt.authority().issue("/gateway");

        assertThat(zt.authority() + " " + gateway + " " + call(gateway)).doesNotContain("eyJ");
    }
}
