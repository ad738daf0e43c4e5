package dev.zt.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.config.PrivateFile;
import dev.zt.config.Settings;
import dev.zt.guard.Admission;
import dev.zt.guard.Guard;
import dev.zt.identity.Audience;
import dev.zt.own.ServiceIdentity;
import dev.zt.own.WorkloadProof;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the operator's word to the refusal by a service, with everything as it runs in production. */
class RevocationTest {
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: shop
            admit: {trust-domains: [shop.example]}
            workloads:
              gateway: spiffe://shop.example/gateway
              orders: spiffe://shop.example/orders
            segments: {shop: [gateway, orders]}
            endpoints:
              read-order: {match: "GET /orders/{id}", requires: ["orders:read"]}
            allow:
              - {id: A1, caller: gateway, to: read-order, scopes: ["orders:read"]}
            """;

    @TempDir
    Path directory;

    private Town town;
    private Guard guard;
    private ServiceIdentity one;
    private ServiceIdentity sister;

    @BeforeEach
    void open() throws IOException {
        town = Town.in(directory.resolve("authority"), builder -> builder.clock(InstantSource.system()));
        town.admin().addWorkload("gateway");
        Files.writeString(directory.resolve("zt-policy.yaml"), POLICY);
        guard = Guard.from(settings("orders", "orders"));
        one = ServiceIdentity.from(settings("gateway", "one"));
        sister = ServiceIdentity.from(settings("gateway", "sister"));
    }

    @AfterEach
    void close() {
        one.close();
        sister.close();
        guard.close();
        town.close();
    }

    private Settings settings(String workload, String place) throws IOException {
        Path file = directory.resolve(place + ".join");
        PrivateFile.replace(
                file,
                town.admin()
                        .join(workload, Duration.ofMinutes(1))
                        .toSecretJson()
                        .getBytes(StandardCharsets.UTF_8));
        Map<String, String> variables = new HashMap<>();
        variables.put("ZT_SERVICE", workload);
        variables.put("ZT_TRUST_DOMAIN", "shop.example");
        variables.put("ZT_AUDIENCE", "https://orders.internal");
        variables.put("ZT_POLICY", directory.resolve("zt-policy.yaml").toString());
        variables.put("ZT_JOIN_FILE", file.toString());
        variables.put("ZT_STATE_DIRECTORY", directory.resolve(place).toString());
        variables.put("ZT_RELOAD_INTERVAL", "20ms");
        variables.put("ZT_CLIENT_CERTIFICATES", "accept");
        return Settings.read(variables, directory);
    }

    private String verdict(ServiceIdentity caller) {
        WorkloadProof proof = caller.prove(Audience.of("https://orders.internal"));
        Map<String, List<String>> headers = Map.of(
                "Workload-Identity-Token", List.of(proof.workloadIdentityToken()),
                "Authorization", List.of(proof.authorization()));
        Admission admission =
                guard.admit(Call.of("GET", "/orders/7", name -> headers.getOrDefault(name, List.of()), Channel.TLS));
        return admission instanceof Admission.Refused refused ? refused.reason() : "permitted";
    }

    /** On a connection that has been open for as long as these certificates are held. */
    private String verdict(List<X509Certificate> shown) {
        Admission admission = guard.admit(
                Call.of("GET", "/orders/7", name -> List.of(), Channel.TLS).withClientCertificates(() -> shown));
        return admission instanceof Admission.Refused refused ? refused.reason() : "permitted";
    }

    private void awaitVerdict(ServiceIdentity caller, String expected) {
        awaitVerdict(() -> verdict(caller), expected);
    }

    private static void awaitVerdict(Supplier<String> verdict, String expected) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        String seen = verdict.get();
        while (!seen.equals(expected)) {
            assertThat(System.nanoTime()).as("still %s", seen).isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
            seen = verdict.get();
        }
    }

    private static String instance(Path directory, String place) throws IOException {
        String state = Files.readString(directory.resolve(place).resolve("instance.json"));
        return state.replaceAll("(?s).*\"instance\":\"([0-9a-f]+)\".*", "$1");
    }

    @Test
    void refuses_aRevokedInstance_andServesItsSister() throws IOException {
        assertThat(verdict(one)).isEqualTo("permitted");
        town.admin().revokeInstance(instance(directory, "one"), "test");

        awaitVerdict(one, "instance-revoked");
        assertThat(verdict(sister)).isEqualTo("permitted");
    }

    @Test
    void refuses_anOpenConnectionOfARevokedInstance_andServesThoseOfItsSister() throws IOException {
        List<X509Certificate> open = one.certificate().orElseThrow().chain();
        List<X509Certificate> sisters = sister.certificate().orElseThrow().chain();
        assertThat(verdict(open)).isEqualTo("permitted");
        town.admin().revokeInstance(instance(directory, "one"), "test");

        awaitVerdict(() -> verdict(open), "instance-revoked");
        assertThat(verdict(sisters)).isEqualTo("permitted");
    }

    @Test
    void refuses_everyInstanceOfARevokedWorkload() {
        town.admin().revokeWorkload("gateway", "test");

        awaitVerdict(one, "workload-revoked");
        assertThat(verdict(sister)).isEqualTo("workload-revoked");
    }

    @Test
    void servesAgain_whenARevocationIsLifted() {
        town.admin().revokeWorkload("gateway", "test");
        awaitVerdict(one, "workload-revoked");
        town.admin().liftWorkload("gateway");

        awaitVerdict(one, "permitted");
    }

    @Test
    void refuses_whatAWithdrawnKeySigned_andServesWhatWasRenewed() {
        assertThat(verdict(one)).isEqualTo("permitted");
        String kid = town.admin().keys().stream()
                .filter(key -> key.purpose() == KeyEntry.Purpose.WIT)
                .findFirst()
                .orElseThrow()
                .id();
        town.admin().withdrawKey(kid);

        awaitRefusal(one);
        awaitVerdict(one, "permitted");
    }

    private void awaitRefusal(ServiceIdentity caller) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (verdict(caller).equals("permitted")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }
    }
}
