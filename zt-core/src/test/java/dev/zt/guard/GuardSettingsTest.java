package dev.zt.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.config.Settings;
import dev.zt.identity.Audience;
import dev.zt.identity.CallerId;
import dev.zt.identity.Scopes;
import dev.zt.own.ServiceIdentity;
import dev.zt.own.SignableRequest;
import dev.zt.own.WorkloadProof;
import dev.zt.posture.Posture;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import dev.zt.verify.Forge;
import dev.zt.verify.ReplayKey;
import dev.zt.verify.ReplayStore;
import dev.zt.verify.VerifiedCaller;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A guard and an identity made of the files that an operator writes. */
class GuardSettingsTest {
    private static final String SETTINGS = """
            service: orders
            trust-domain: shop.example
            audience: [https://orders.internal, orders]
            identity: {source: files, directory: id}
            plain-http: loopback
            clock-skew: 10s
            audit: {file: audit.jsonl, file-size: 64KiB}
            signature-engine: bouncy-castle
            """;
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

    @TempDir
    Path directory;

    private final Forge forge = new Forge();

    @BeforeEach
    void writeFiles() throws IOException {
        Files.createDirectory(directory.resolve("id"));
        String wit = forge.wit(
                Forge.with(forge.witClaims(), "exp", Long.toString(Instant.now().getEpochSecond() + 3600)));
        secret("key.jwk", forge.holder.toJSONString());
        secret("wit.jwt", wit + "\n");
        Files.writeString(directory.resolve("id/bundle.json"), Forge.bundle("key-1", forge.issuer));
        Files.writeString(directory.resolve("zt.yaml"), SETTINGS);
        Files.writeString(directory.resolve("zt-policy.yaml"), POLICY);
    }

    private void secret(String name, String content) throws IOException {
        Path file = Files.writeString(directory.resolve("id").resolve(name), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private Settings settings(Map<String, String> variables) {
        return Settings.read(variables, directory);
    }

    private static Call call(String path, ServiceIdentity me) {
        WorkloadProof proof = me.prove(Audience.of("orders"));
        Map<String, List<String>> headers = Map.of(
                "Workload-Identity-Token", List.of(proof.workloadIdentityToken()),
                "Authorization", List.of(proof.authorization()));
        return Call.of("GET", path, name -> headers.getOrDefault(name, List.of()), Channel.LOOPBACK);
    }

    @Test
    void work_togetherOverFiles() throws IOException {
        try (Guard guard = Guard.from(settings(Map.of()));
                ServiceIdentity me = ServiceIdentity.from(settings(Map.of()))) {
            assertThat(guard.admit(call("/orders", me))).isInstanceOf(Admission.Granted.class);
        }
        assertThat(Files.readString(directory.resolve("audit.jsonl")))
                .contains("\"rule\":\"A1\"")
                .doesNotContain("eyJ");
    }

    @Test
    void tell_whatOfTheFilesIsWrong() throws IOException {
        Settings settings = settings(Map.of("ZT_RELOAD_INTERVAL", "10ms", "ZT_REVOCATION", "best-effort"));
        try (Guard guard = Guard.from(settings)) {
            assertThat(guard.readiness()).isEmpty();

            Files.writeString(directory.resolve("id/bundle.json"), "{");
            Files.writeString(directory.resolve("zt-policy.yaml"), "zt: 2");
            org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(java.time.Duration.ofSeconds(30), () -> {
                while (guard.readiness().size() < 2) {
                    Thread.onSpinWait();
                }
            });
            assertThat(guard.readiness().get(0)).startsWith("keys of shop.example: ");
            assertThat(guard.readiness().get(1)).startsWith("policy: ").contains("only version 1");
        }
    }

    private static String demanding(Guard guard, ServiceIdentity me) {
        SignableRequest request = SignableRequest.of("GET", URI.create("https://orders.internal/orders"))
                .demandingSignedAnswer();
        Map<String, String> headers = me.sign(request, Audience.of("orders")).headers();
        Admission admission = guard.admit(Call.of(
                "GET",
                "/orders",
                name -> headers.entrySet().stream()
                        .filter(field -> field.getKey().equalsIgnoreCase(name))
                        .map(Map.Entry::getValue)
                        .toList(),
                Channel.LOOPBACK));
        return admission instanceof Admission.Refused refused
                ? refused.reason()
                : "granted, signed " + admission.answerSignature().isPresent();
    }

    @Test
    void sign_answersWithTheIdentityInTheFiles_whereTheySayAnswer() {
        try (Guard answering = Guard.from(settings(Map.of("ZT_HTTP_SIGNATURES", "answer")));
                Guard accepting = Guard.from(settings(Map.of("ZT_HTTP_SIGNATURES", "accept")));
                ServiceIdentity me = ServiceIdentity.from(settings(Map.of()))) {
            assertThat(demanding(answering, me)).isEqualTo("granted, signed true");
            assertThat(demanding(accepting, me)).isEqualTo("signature-answer-demanded");
        }
    }

    @Test
    void refuse_toSignAnswers_withoutAnIdentityToDoSo() throws IOException {
        Files.delete(directory.resolve("id/wit.jwt"));
        assertThatThrownBy(() -> Guard.from(settings(Map.of("ZT_HTTP_SIGNATURES", "answer"))))
                .hasMessageContaining("wit.jwt: no such file");
        assertThatThrownBy(() ->
                        Guard.from(settings(Map.of("ZT_HTTP_SIGNATURES", "answer", "ZT_IDENTITY_SOURCE", "oauth"))))
                .hasMessageContaining("ZT_HTTP_SIGNATURES")
                .hasMessageContaining("only a workload can sign its answers")
                .hasMessageContaining("write 'accept'");
    }

    @Test
    void refuses_unknownNeedOfRevocation() {
        assertThatThrownBy(() -> Guard.from(settings(Map.of("ZT_REVOCATION", "best-efort"))))
                .hasMessageContaining("unknown revocation 'best-efort'; did you mean 'best-effort'?");
    }

    @Test
    void refuses_policyOfAnotherService() {
        assertThatThrownBy(() -> Guard.from(settings(Map.of("ZT_SERVICE", "billing"))))
                .hasMessageContaining("service is 'billing' but the policy is for 'orders'");
    }

    @Test
    void refuses_missingAudience() throws IOException {
        Files.writeString(directory.resolve("zt.yaml"), SETTINGS.replaceFirst("audience.*\n", ""));

        assertThatThrownBy(() -> Guard.from(settings(Map.of()))).hasMessageContaining("missing 'audience'");
    }

    @Test
    void refuses_identityOfAnotherTrustDomain() {
        assertThatThrownBy(() -> ServiceIdentity.from(settings(Map.of("ZT_TRUST_DOMAIN", "other.example"))))
                .hasMessageContaining("is of trust domain shop.example");
    }

    @Test
    void refuses_sourceThatDoesNotExist() {
        assertThatThrownBy(() -> ServiceIdentity.from(settings(Map.of("ZT_IDENTITY_SOURCE", "file"))))
                .hasMessageContaining("unknown identity.source 'file'; did you mean 'files'?");
    }

    @Test
    void refuses_badBundleDomain() {
        assertThatThrownBy(() -> Guard.from(settings(Map.of("ZT_BUNDLES", "Shop=x.json"))))
                .hasMessageContaining("a trust domain holds");
    }

    @Test
    void refuses_missingBundle() throws IOException {
        Files.delete(directory.resolve("id/bundle.json"));

        assertThatThrownBy(() -> Guard.from(settings(Map.of()))).hasMessageContaining("bundle.json: no such file");
    }

    @Test
    void starts_whileServersOfKeysAreAway() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        String away = "https://127.0.0.1:" + port;
        Map<String, String> variables = Map.of(
                "ZT_ISSUERS", away + "=discovery",
                "ZT_BUNDLES", "bank.example=" + away + "/bundle");
        try (Guard guard = Guard.from(settings(variables));
                ServiceIdentity me = ServiceIdentity.from(settings(Map.of()))) {
            assertThat(guard.readiness())
                    .satisfiesExactly(
                            bank -> assertThat(bank)
                                    .startsWith("keys of bank.example: none can be believed: no answer from"),
                            idp -> assertThat(idp)
                                    .startsWith("keys of " + away + ": none can be believed: no answer from"));
            assertThat(guard.admit(call("/orders", me))).isInstanceOf(Admission.Granted.class);
        }
    }

    @Test
    void describes_noResourceUnlessItIsNamed() {
        try (Guard guard = Guard.from(settings(Map.of()))) {
            assertThat(guard.protectedResource()).isEmpty();
        }
    }

    @Test
    void describes_theResourceAsTheFileSays() throws IOException {
        Files.writeString(directory.resolve("zt.yaml"), SETTINGS + """
                resource-metadata:
                  resource: https://orders.internal
                  authorization-servers: [https://login.example, https://second.example/shop]
                  scopes: ["orders:read", "orders:write"]
                  name: Orders
                  documentation: https://docs.example/orders
                """);
        try (Guard guard = Guard.from(settings(Map.of()))) {
            ProtectedResource resource = guard.protectedResource().orElseThrow();

            assertThat(resource.identifier()).isEqualTo(Audience.of("https://orders.internal"));
            assertThat(resource.authorizationServers())
                    .containsExactly(URI.create("https://login.example"), URI.create("https://second.example/shop"));
            assertThat(resource.scopes()).isEqualTo(Scopes.of("orders:read", "orders:write"));
            assertThat(resource.name()).contains("Orders");
            assertThat(resource.documentation()).contains(URI.create("https://docs.example/orders"));
        }
    }

    @Test
    void describes_theResourceAsVariablesSay() {
        Map<String, String> variables = Map.of(
                "ZT_RESOURCE_METADATA_RESOURCE", "https://orders.internal/",
                "ZT_RESOURCE_METADATA_SCOPES", "orders:read,orders:write");
        try (Guard guard = Guard.from(settings(variables))) {
            assertThat(guard.protectedResource().orElseThrow().scopes())
                    .isEqualTo(Scopes.of("orders:read", "orders:write"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "resource, https://billing.internal, the resource is one of the audiences",
        "resource, orders, a resource identifier is an HTTPS URL",
        "name, Orders, 'resource-metadata.name' says nothing without 'resource-metadata.resource'",
        "scopes, orders:read, 'resource-metadata.scopes' says nothing without 'resource-metadata.resource'"
    })
    void refuses_resourceThatCannotBeDescribed(String key, String value, String message) throws IOException {
        Files.writeString(
                directory.resolve("zt.yaml"), SETTINGS + "resource-metadata: {" + key + ": '" + value + "'}\n");

        assertThatThrownBy(() -> Guard.from(settings(Map.of())))
                .hasMessageContaining("zt.yaml:9:")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "AUTHORIZATION_SERVERS, http://login.example, an authorization server is an HTTPS URL",
        "AUTHORIZATION_SERVERS, 'not a url', Illegal character",
        "SCOPES, 'a b', a scope has",
        "NAME, '', a name has 1 to 128 visible characters",
        "DOCUMENTATION, ftp://docs.example, the documentation is an HTTPS URL"
    })
    void refuses_detailOfAResource(String setting, String value, String message) {
        Map<String, String> variables = Map.of(
                "ZT_RESOURCE_METADATA_RESOURCE", "https://orders.internal", "ZT_RESOURCE_METADATA_" + setting, value);

        assertThatThrownBy(() -> Guard.from(settings(variables)))
                .hasMessageContaining("ZT_RESOURCE_METADATA_" + setting)
                .hasMessageContaining(message);
    }

    @Test
    void raises_anInstanceAfterAsManyDenialsAsTheSettingsSay() throws IOException {
        Map<String, String> fewer = Map.of("ZT_POSTURE_DENIED_ENDPOINTS", "2", "ZT_POSTURE_ELEVATED_FOR", "1h");
        try (Guard guard = Guard.from(settings(fewer));
                ServiceIdentity me = ServiceIdentity.from(settings(Map.of()))) {
            guard.admit(call("/one", me));
            guard.admit(call("/two", me));

            VerifiedCaller caller = ((Admission.Granted) guard.admit(call("/orders", me)))
                    .caller()
                    .orElseThrow();
            assertThat(guard.postures().posture(caller.id(), caller.instance())).isEqualTo(Posture.ELEVATED);
        }
    }

    @Test
    void refuses_aPostureOutOfItsRange() {
        assertThatThrownBy(() -> Guard.from(settings(Map.of("ZT_POSTURE_DENIED_ENDPOINTS", "1"))))
                .hasMessageContaining("2 to 64");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "memroy | a URL such as rediss://replays.internal",
                "'redis://[' | a URL such as rediss://replays.internal",
                "redis://localhost | 'redis' needs zt-redis on the class path",
                "jdbc:h2:mem:x | Guard.from(settings, JdbcReplayStore",
                "memcached://localhost | known: memory",
                "redis://zt:secret@localhost | name that in 'replay-store-password'"
            })
    void says_whatToWriteForAReplayStoreThatItCannotOpen(String store, String advice) throws IOException {
        Files.writeString(directory.resolve("zt.yaml"), SETTINGS + "replay-store: '" + store + "'\n");

        assertThatThrownBy(() -> Guard.from(Settings.read(Map.of(), directory)))
                .hasMessageContaining("zt.yaml:")
                .hasMessageContaining(advice)
                .hasMessageNotContaining("secret");
    }

    @Test
    void refuses_aPasswordThatOpensNothing() throws IOException {
        Files.writeString(
                directory.resolve("zt.yaml"), SETTINGS + "replay-store: memory\nreplay-store-password: id/key.jwk\n");

        assertThatThrownBy(() -> Guard.from(Settings.read(Map.of(), directory)))
                .hasMessageContaining("says nothing without a URL");
    }

    @Test
    void takes_aReplayStoreOfTheApplication_onlyWhereTheSettingsNameNone() throws IOException {
        Guard.from(Settings.read(Map.of(), directory), sharedFor(Duration.ofSeconds(90)))
                .close();

        Files.writeString(directory.resolve("zt.yaml"), SETTINGS + "replay-store: memory\n");
        assertThatThrownBy(() -> Guard.from(Settings.read(Map.of(), directory), sharedFor(Duration.ofSeconds(90))))
                .hasMessageContaining("gives a replay store already");
    }

    @Test
    void refuses_aReplayStoreThatReckonsWithShorterUseThanTheRulesAllow() {
        Settings settings = Settings.read(Map.of(), directory);

        assertThatThrownBy(() -> Guard.from(settings, sharedFor(Duration.ofSeconds(89))))
                .hasMessageContaining("VerifierRules.longestUse()");
    }

    private static ReplayStore sharedFor(Duration longestUse) {
        return new ReplayStore() {
            @Override
            public Use firstUse(ReplayKey key, CallerId caller, Instant until) {
                return Use.FIRST;
            }

            @Override
            public Reach reach() {
                return Reach.SHARED;
            }

            @Override
            public Duration longestUse() {
                return longestUse;
            }
        };
    }
}
