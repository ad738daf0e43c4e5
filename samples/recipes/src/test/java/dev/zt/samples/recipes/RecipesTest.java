package dev.zt.samples.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.authority.Authority;
import dev.zt.authority.AuthoritySettings;
import dev.zt.config.PrivateFile;
import dev.zt.config.Settings;
import dev.zt.identity.Audience;
import dev.zt.identity.Scopes;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.outbound.OutboundAuth;
import dev.zt.own.ServiceIdentity;
import dev.zt.testkit.TestAuthorizationServer;
import dev.zt.testkit.TestClient;
import dev.zt.testkit.TestIssuer;
import dev.zt.testkit.TestToken;
import dev.zt.tls.PeerMatcher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs each recipe as its user would: in a process of its own, with an identity from a real authority. */
@Timeout(120)
class RecipesTest {
    private static final String ORDERS_POLICY = """
            zt: 1
            service: orders
            segment: shop
            admit: {trust-domains: [shop.example], issuers: ['https://idp.example'], segments: [shop]}
            mode: enforce
            workloads:
              orders: spiffe://shop.example/orders
              gateway: spiffe://shop.example/gateway
              gateway-for-users: {issuer: 'https://idp.example', client-id: gateway}
            segments: {shop: [gateway, orders, gateway-for-users]}
            endpoints:
              read-order: {match: "GET /orders/{id}", requires: ["orders:read"]}
              place-order: {match: "POST /orders", requires: ["orders:write"]}
              greet: {match: "POST /shop.Greeter/Greet"}
            allow:
              - {id: A1, caller: [gateway, gateway-for-users], to: read-order, scopes: ["orders:read"]}
              - {id: A2, caller: orders, to: greet}
            """;
    private static final String GATEWAY_POLICY = """
            zt: 1
            service: gateway
            segment: edge
            admit: {issuers: ['https://idp.example']}
            workloads:
              shop-app: {issuer: 'https://idp.example', client-id: shop-app}
            segments: {edge: [shop-app]}
            endpoints:
              read-summary: {match: "GET /summary/{id}", requires: ["summary:read"]}
            allow:
              - {id: A1, caller: shop-app, to: read-summary, scopes: ["summary:read"]}
            """;

    @TempDir
    static Path directory;

    private static Authority authority;

    @BeforeAll
    static void startAuthority() {
        authority = Authority.start(
                AuthoritySettings.builder(directory.resolve("authority"), TrustDomain.of("shop.example"))
                        .listen("127.0.0.1", 0)
                        .build());
        authority.administration().addWorkload("orders");
        authority.administration().addWorkload("gateway");
    }

    @AfterAll
    static void stopAuthority() {
        authority.close();
    }

    private static Path folder(String workload, String name, String settings) throws IOException {
        Path folder = Files.createDirectory(directory.resolve(name));
        String join = authority
                .administration()
                .join(workload, Duration.ofMinutes(10))
                .toSecretJson();
        PrivateFile.replace(folder.resolve("join"), join.getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                folder.resolve("zt.yaml"),
                "service: " + workload + "\ntrust-domain: shop.example\njoin-file: join\n" + settings);
        return folder;
    }

    private static Path orders(String name, int port, String settings) throws IOException {
        Path folder = folder("orders", name, "audience: https://127.0.0.1:" + port + "\n" + settings);
        Files.writeString(folder.resolve("zt-policy.yaml"), ORDERS_POLICY);
        return folder;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void getsAnIdentity() throws IOException {
        List<String> shown = Program.run(GetAnIdentity.class, folder("gateway", "identity", ""));

        assertThat(shown).singleElement().asString().startsWith("spiffe://shop.example/gateway, instance ");
    }

    @Test
    void callsWithOkHttp_whatIsVerifiedInJetty() throws IOException {
        int port = freePort();
        Path folder = orders("orders", port, "");
        try (Program orders = Program.start(VerifyInJetty.class, folder, Integer.toString(port))) {
            String origin = "https://127.0.0.1:" + orders.port();
            List<String> granted = Program.run(CallWithOkHttp.class, folder("gateway", "gateway", ""), origin);
            List<String> denied = Program.run(CallWithOkHttp.class, folder("orders", "itself", ""), origin);

            assertThat(granted).containsExactly("200 order for spiffe://shop.example/gateway");
            assertThat(denied).singleElement().asString().startsWith("403 ");
        }
    }

    @Test
    void observesFirst_andEnforcesLater() throws Exception {
        int port = freePort();
        Path folder = orders("observing", port, "audit: {file: audit.jsonl}\nreload-interval: 50ms\n");
        Path policy = folder.resolve("zt-policy.yaml");
        Files.writeString(policy, ORDERS_POLICY.replace("mode: enforce", "mode: observe\nuntil: 2999-12-31"));
        try (Program orders = Program.start(VerifyInJetty.class, folder, Integer.toString(port))) {
            String origin = "https://127.0.0.1:" + orders.port();
            try (ServiceIdentity caller = identity("observed")) {
                HttpClient http = OutboundAuth.of(caller)
                        .to(origin, "spiffe://shop.example/orders")
                        .newHttpClient();
                assertThat(read(http, origin)).isEqualTo(200);
                List<String> missing = Program.run(ObserveFirst.class, folder, "audit.jsonl");
                assertThat(missing).containsExactly("- {id: ?, caller: spiffe://shop.example/orders, to: read-order}");

                Files.writeString(policy, ORDERS_POLICY);
                assertThat(readUntilRefused(http, origin)).isEqualTo(403);
            }
        }
    }

    private static ServiceIdentity identity(String folder) throws IOException {
        return ServiceIdentity.from(Settings.read(Map.of(), folder("orders", folder, "")));
    }

    private static int read(HttpClient http, String origin) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(origin + "/orders/7")).build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }

    // The policy is read again in the background; the class ends where it is not.
    private static int readUntilRefused(HttpClient http, String origin) throws Exception {
        int status = 200;
        while (status == 200) {
            status = read(http, origin);
        }
        return status;
    }

    @Test
    void callsOnBehalf_ofWhoeverCallsIt() throws Exception {
        TestIssuer idp = TestIssuer.of("https://idp.example", InstantSource.system());
        int port = freePort();
        Path folder = orders("called", port, "issuers: {'https://idp.example': idp.json}\n");
        Files.writeString(folder.resolve("idp.json"), idp.keySetJson());
        try (TestAuthorizationServer server = TestAuthorizationServer.of(idp);
                Program orders = Program.start(VerifyInJetty.class, folder, Integer.toString(port));
                Program gateway =
                        Program.start(CallOnBehalf.class, gateway(idp, server), "https://127.0.0.1:" + orders.port())) {
            URI summary = URI.create("https://127.0.0.1:" + gateway.port() + "/summary/7");
            HttpResponse<String> answer = call(idp.client("shop-app"), summary);

            assertThat(answer.body()).isEqualTo("summary of order for https://idp.example client_id=gateway");
        }
    }

    private static HttpResponse<String> call(TestClient caller, URI gateway) throws Exception {
        Audience audience = Audience.of("https://gateway.internal");
        TestToken token = caller.boundToken(audience, Scopes.of("summary:read"));
        URI origin = gateway.resolve("/");
        try (ServiceIdentity trusting = identity("app")) {
            SSLContext tls = trusting.clientTls(
                    Map.of(origin, PeerMatcher.exactly(WorkloadId.of("spiffe://shop.example/gateway"))));
            HttpRequest request = HttpRequest.newBuilder(gateway)
                    .header("Authorization", "DPoP " + token.text())
                    .header("DPoP", caller.proof("GET", audience + gateway.getPath(), token))
                    .build();
            return HttpClient.newBuilder().sslContext(tls).build().send(request, BodyHandlers.ofString());
        }
    }

    private static Path gateway(TestIssuer idp, TestAuthorizationServer server) throws IOException {
        Path folder = folder("gateway", "between", """
                audience: https://gateway.internal
                issuers: {'https://idp.example': idp.json}
                oauth: {issuer: 'https://idp.example', client-id: gateway, key-file: gateway.jwk, token-endpoint: '%s'}
                """.formatted(server.tokenEndpoint()));
        Files.writeString(folder.resolve("idp.json"), idp.keySetJson());
        Files.writeString(folder.resolve("zt-policy.yaml"), GATEWAY_POLICY);
        server.tokensOf("gateway", folder).close();
        return folder;
    }

    @Test
    void speaksGrpc() throws IOException {
        int port = freePort();
        List<String> answered = Program.run(SpeakGrpc.class, orders("grpc", port, ""), Integer.toString(port));

        assertThat(answered).containsExactly("Hello, spiffe://shop.example/orders");
    }
}
