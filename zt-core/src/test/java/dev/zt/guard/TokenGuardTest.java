package dev.zt.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.ECKey;
import dev.zt.config.ConfigurationException;
import dev.zt.config.Settings;
import dev.zt.identity.ClientId;
import dev.zt.identity.InstanceId;
import dev.zt.identity.IssuerUrl;
import dev.zt.posture.Posture;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import dev.zt.verify.Forge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A guard made of what an operator writes, for callers that come with access tokens. */
class TokenGuardTest {
    private static final String SETTINGS = """
            service: orders
            audience: https://orders.internal
            identity: {source: oauth}
            issuers: {https://idp.example: idp.json}
            audit: {file: audit.jsonl}
            signature-engine: bouncy-castle
            """;
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: shop
            admit: {issuers: ['https://idp.example']}
            workloads:
              billing: {issuer: 'https://idp.example', client-id: billing}
              nightly: {issuer: 'https://idp.example', client-id: nightly}
              helper: {issuer: 'https://idp.example', actor: helper}
            segments: {shop: [billing, nightly, helper]}
            endpoints:
              read: {match: GET /orders, requires: ['orders:read']}
              write: {match: POST /orders, requires: ['orders:write']}
              pay: {match: POST /pay, requires: ['orders:write'], user-authentication: {acr: [mfa], max-age: 5m}}
              refund: {match: POST /refund, requires: ['orders:write'], critical: true}
            allow:
              - {id: A1, caller: [billing, helper], to: [read, write, pay, refund], scopes: ['orders:read', 'orders:write']}
              - {id: A2, caller: nightly, to: read, scopes: ['orders:read'], bound: false}
            """;

    @TempDir
    private Path directory;

    private final ECKey issuer = Forge.newKey();
    private final ECKey client = Forge.newKey();
    private final long now = Instant.now().getEpochSecond();

    @BeforeEach
    void writeFiles() throws IOException {
        Files.writeString(directory.resolve("zt.yaml"), SETTINGS);
        Files.writeString(directory.resolve("zt-policy.yaml"), POLICY);
        Files.writeString(directory.resolve("idp.json"), Forge.bundle("key-1", issuer, "sig"));
    }

    private Guard guard(Map<String, String> variables) {
        return Guard.from(Settings.read(variables, directory));
    }

    private String token(String clientId, String scope, Map<String, String> more) {
        Map<String, String> header = Forge.header("at+jwt");
        header.put("kid", "\"key-1\"");
        Map<String, String> claims = new LinkedHashMap<>();
        claims.put("iss", "\"https://idp.example\"");
        claims.put("aud", "\"https://orders.internal\"");
        claims.put("sub", "\"somebody\"");
        claims.put("client_id", "\"" + clientId + "\"");
        claims.put("iat", Long.toString(now));
        claims.put("exp", Long.toString(now + 300));
        claims.put("jti", "\"" + UUID.randomUUID() + "\"");
        claims.put("scope", "\"" + scope + "\"");
        claims.putAll(more);
        return Forge.sign(header, claims, issuer);
    }

    private String bound(String clientId, String scope, Map<String, String> more) throws Exception {
        Map<String, String> all = new LinkedHashMap<>(more);
        all.put("cnf", "{\"jkt\":\"" + client.computeThumbprint() + "\"}");
        return token(clientId, scope, all);
    }

    private String proof(String method, String path, String token, Map<String, String> more) {
        Map<String, String> header = Forge.header("dpop+jwt");
        header.put(
                "jwk",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" + client.getX() + "\",\"y\":\"" + client.getY() + "\"}");
        Map<String, String> claims = new LinkedHashMap<>();
        claims.put("jti", "\"" + UUID.randomUUID() + "\"");
        claims.put("htm", "\"" + method + "\"");
        claims.put("htu", "\"https://orders.internal" + path + "\"");
        claims.put("iat", Long.toString(now));
        claims.put("ath", "\"" + Forge.hash(token) + "\"");
        claims.putAll(more);
        return Forge.sign(header, claims, client);
    }

    private static Call call(String method, String path, Map<String, String> headers) {
        return Call.of(
                method, path, name -> headers.containsKey(name) ? List.of(headers.get(name)) : List.of(), Channel.TLS);
    }

    private Call boundCall(String method, String path, String token) {
        return call(
                method, path, Map.of("Authorization", "DPoP " + token, "DPoP", proof(method, path, token, Map.of())));
    }

    private static String said(Admission admission) {
        if (admission instanceof Admission.Granted granted) {
            return "granted " + granted.rule() + " " + granted.scopes();
        }
        Admission.Refused refused = (Admission.Refused) admission;
        return refused.answer().status() + " " + refused.reason();
    }

    private static List<String> field(Admission admission, String name) {
        return ((Admission.Refused) admission)
                .answer().headers().stream()
                        .filter(header -> header.name().equals(name))
                        .map(Answer.Header::value)
                        .toList();
    }

    @Test
    void grants_whatEdgeAndTokenAllowTogether() throws Exception {
        try (Guard guard = guard(Map.of())) {
            String reading = bound("billing", "orders:read orders:admin", Map.of());

            assertThat(said(guard.admit(boundCall("GET", "/orders", reading)))).isEqualTo("granted A1 orders:read");
            Admission refused = guard.admit(boundCall("POST", "/orders", reading));
            assertThat(said(refused)).isEqualTo("403 scope-missing");
            assertThat(field(refused, "WWW-Authenticate"))
                    .singleElement()
                    .asString()
                    .startsWith("DPoP error=\"insufficient_scope\", scope=\"orders:write\"");
        }
        assertThat(Files.readString(directory.resolve("audit.jsonl")))
                .contains("\"caller\":\"https://idp.example client_id=billing\"", "\"proof\":\"DPOP\"")
                .doesNotContain("eyJ");
    }

    @Test
    void grants_aBearerOnlyWhereAnEdgeSaysSo() {
        try (Guard guard = guard(Map.of())) {
            String nightly = token("nightly", "orders:read", Map.of());
            String billing = token("billing", "orders:read", Map.of());

            assertThat(said(guard.admit(call("GET", "/orders", Map.of("Authorization", "Bearer " + nightly)))))
                    .isEqualTo("granted A2 orders:read");
            assertThat(said(guard.admit(call("GET", "/orders", Map.of("Authorization", "Bearer " + billing)))))
                    .isEqualTo("403 proof-unbound");
        }
    }

    @Test
    void case47_knowsTheActorAndNotTheClientItCameThrough() throws Exception {
        try (Guard guard = guard(Map.of())) {
            String nested = "{\"sub\":\"stranger\",\"act\":{\"sub\":\"helper\"}}";

            assertThat(said(guard.admit(boundCall(
                            "GET", "/orders", bound("billing", "orders:read", Map.of("act", "{\"sub\":\"helper\"}"))))))
                    .isEqualTo("granted A1 orders:read");
            assertThat(said(guard.admit(
                            boundCall("GET", "/orders", bound("billing", "orders:read", Map.of("act", nested))))))
                    .startsWith("403 ");
        }
    }

    @Test
    void case49_asksForABetterAuthenticationOfTheUser() throws Exception {
        try (Guard guard = guard(Map.of())) {
            Map<String, String> fresh = Map.of("acr", "\"mfa\"", "auth_time", Long.toString(now - 60));
            Map<String, String> old = Map.of("acr", "\"mfa\"", "auth_time", Long.toString(now - 3600));

            assertThat(said(guard.admit(boundCall("POST", "/pay", bound("billing", "orders:write", fresh)))))
                    .isEqualTo("granted A1 orders:write");
            Admission refused = guard.admit(boundCall("POST", "/pay", bound("billing", "orders:write", old)));
            assertThat(said(refused)).isEqualTo("401 user-authentication");
            assertThat(field(refused, "WWW-Authenticate"))
                    .singleElement()
                    .asString()
                    .startsWith("DPoP error=\"insufficient_user_authentication\", acr_values=\"mfa\", max_age=\"300\"");
        }
    }

    @Test
    void case49_tellsAStrangerWhatItTakes() {
        try (Guard guard = guard(Map.of())) {
            Admission refused = guard.admit(call("GET", "/orders", Map.of()));

            assertThat(field(refused, "WWW-Authenticate"))
                    .hasSize(3)
                    .noneMatch(challenge -> challenge.contains("error="));
        }
    }

    @Test
    void case44_asksForANonceAndHandsOutTheNextOne() throws Exception {
        try (Guard guard = guard(Map.of("ZT_DPOP_NONCES", "required"))) {
            String token = bound("billing", "orders:read", Map.of());
            Admission first = guard.admit(boundCall("GET", "/orders", token));
            assertThat(said(first)).isEqualTo("401 dpop-nonce");
            assertThat(field(first, "WWW-Authenticate"))
                    .singleElement()
                    .asString()
                    .startsWith("DPoP error=\"use_dpop_nonce\"");
            String nonce = field(first, "DPoP-Nonce").get(0);

            Map<String, String> more = Map.of("nonce", "\"" + nonce + "\"");
            Admission second = guard.admit(call(
                    "GET",
                    "/orders",
                    Map.of("Authorization", "DPoP " + token, "DPoP", proof("GET", "/orders", token, more))));
            assertThat(said(second)).isEqualTo("granted A1 orders:read");
            assertThat(((Admission.Granted) second).headers()).isEmpty();
        }
    }

    @Test
    void shares_noncesWithEveryInstanceThatHoldsTheKey() throws Exception {
        Path key = Files.writeString(directory.resolve("nonce.key"), "A".repeat(43) + "\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Map<String, String> variables = Map.of("ZT_DPOP_NONCES", "required", "ZT_DPOP_NONCE_KEY", "nonce.key");
        try (Guard one = guard(variables);
                Guard other = guard(variables)) {
            String token = bound("billing", "orders:read", Map.of());
            String nonce = field(one.admit(boundCall("GET", "/orders", token)), "DPoP-Nonce")
                    .get(0);

            Map<String, String> more = Map.of("nonce", "\"" + nonce + "\"");
            String proof = proof("GET", "/orders", token, more);
            assertThat(said(other.admit(
                            call("GET", "/orders", Map.of("Authorization", "DPoP " + token, "DPoP", proof)))))
                    .isEqualTo("granted A1 orders:read");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ZT_DPOP_NONCE_KEY=k | says nothing without 'dpop.nonces: required'",
                "ZT_DPOP_ALGORITHMS=HS256 | not an algorithm for proofs: HS256",
                "ZT_DPOP_ALGORITHMS=ML-DSA-44 | not an algorithm for proofs: ML-DSA-44",
                "ZT_ORIGINS=https://orders.internal/path | an origin is scheme, host and port alone",
                "ZT_ISSUERS=http://idp.example=idp.json | an issuer is an HTTPS URL",
                "ZT_TRANSACTION_TOKENS_KEYS=discovery | says nothing without 'transaction-tokens.issuer'",
                "ZT_TRANSACTION_TOKENS_TRUST_DOMAIN=a.example | says nothing without 'transaction-tokens.issuer'"
            })
    void refuses_settingsThatMakeNoSense(String variable, String problem) {
        int equals = variable.indexOf('=');
        Map<String, String> variables = Map.of(variable.substring(0, equals), variable.substring(equals + 1));

        assertThatThrownBy(() -> guard(variables))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void refuses_noncesWithoutAnybodyWhoCouldBringOne() throws IOException {
        Files.writeString(
                directory.resolve("zt.yaml"), SETTINGS.replace("issuers: {https://idp.example: idp.json}", ""));

        assertThatThrownBy(() -> guard(Map.of("ZT_DPOP_NONCES", "required")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("nobody can bring a nonce");
    }

    @Test
    void says_howOldTheKeysOfAnIssuerAre() {
        try (Guard guard = guard(Map.of())) {
            assertThat(guard.keyAge(IssuerUrl.of("https://idp.example")))
                    .hasValueSatisfying(age -> assertThat(age.isNegative()).isFalse());
            assertThat(guard.keyAge(IssuerUrl.of("https://other.example"))).isEmpty();
        }
    }

    @Test
    void closes_criticalEndpointsToProofsThatAnotherInstanceWouldTake() throws Exception {
        String token = bound("billing", "orders:write", Map.of());
        try (Guard guard = guard(Map.of())) {
            assertThat(said(guard.admit(boundCall("POST", "/refund", token)))).isEqualTo("403 proof-too-weak");
        }
    }

    @Test
    void opens_criticalEndpointsToProofsThatOneProcessAloneAccepts() throws Exception {
        try (Guard one = guard(Map.of("ZT_DPOP_NONCES", "required"));
                Guard other = guard(Map.of("ZT_DPOP_NONCES", "required"))) {
            String token = bound("billing", "orders:write", Map.of());
            String nonce = field(one.admit(boundCall("POST", "/refund", token)), "DPoP-Nonce")
                    .get(0);
            String proof = proof("POST", "/refund", token, Map.of("nonce", "\"" + nonce + "\""));
            Call call = call("POST", "/refund", Map.of("Authorization", "DPoP " + token, "DPoP", proof));

            assertThat(said(other.admit(call))).isEqualTo("401 dpop-nonce");
            assertThat(said(one.admit(call))).isEqualTo("granted A1 orders:write");
            assertThat(said(one.admit(call))).isEqualTo("401 dpop-replayed");
        }
    }

    @Test
    void holds_noBearerUnderSuspicionForWhatAnotherOneDid() {
        try (Guard guard = guard(Map.of())) {
            String thief = token("nightly", "orders:read", Map.of());
            for (String path : List.of("/a", "/b", "/c", "/d", "/e")) {
                guard.admit(call("GET", path, Map.of("Authorization", "Bearer " + thief)));
            }

            assertThat(guard.postures()
                            .posture(
                                    ClientId.client(IssuerUrl.of("https://idp.example"), "nightly"),
                                    InstanceId.unknown()))
                    .isEqualTo(Posture.NORMAL);
        }
    }
}
