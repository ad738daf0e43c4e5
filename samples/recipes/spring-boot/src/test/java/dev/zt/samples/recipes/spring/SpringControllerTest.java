package dev.zt.samples.recipes.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.authority.Authority;
import dev.zt.authority.AuthoritySettings;
import dev.zt.config.PrivateFile;
import dev.zt.config.Settings;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.own.ServiceIdentity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the application as its user would, with an identity from a real authority, and calls it. */
class SpringControllerTest {
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: shop
            admit: {trust-domains: [shop.example], segments: [shop]}
            workloads:
              orders: spiffe://shop.example/orders
              gateway: spiffe://shop.example/gateway
            segments: {shop: [gateway, orders]}
            endpoints:
              read-order: {match: "GET /orders/{id}", requires: ["orders:read"]}
            allow:
              - {id: A1, caller: gateway, to: read-order, scopes: ["orders:read"]}
            """;

    @TempDir
    static Path directory;

    private static Authority authority;
    private static ConfigurableApplicationContext application;

    @BeforeAll
    static void start() throws IOException {
        authority = Authority.start(
                AuthoritySettings.builder(directory.resolve("authority"), TrustDomain.of("shop.example"))
                        .listen("127.0.0.1", 0)
                        .build());
        authority.administration().addWorkload("orders");
        authority.administration().addWorkload("gateway");
        Path policy = Files.writeString(directory.resolve("zt-policy.yaml"), POLICY);
        application = SpringApplication.run(
                SpringController.class,
                "--server.port=0",
                "--zt.join-file=" + join("orders", "served"),
                "--zt.state-directory=" + directory.resolve("served-state"),
                "--zt.policy=" + policy);
    }

    @AfterAll
    static void stop() {
        application.close();
        authority.close();
    }

    private static Path join(String workload, String name) throws IOException {
        String join = authority
                .administration()
                .join(workload, Duration.ofMinutes(10))
                .toSecretJson();
        Path file = directory.resolve(name);
        PrivateFile.replace(file, join.getBytes(StandardCharsets.UTF_8));
        return file;
    }

    private static HttpResponse<String> callBy(String workload) throws Exception {
        Map<String, String> settings = Map.of(
                "ZT_SERVICE",
                workload,
                "ZT_TRUST_DOMAIN",
                "shop.example",
                "ZT_JOIN_FILE",
                join(workload, workload + "-join").toString(),
                "ZT_STATE_DIRECTORY",
                directory.resolve(workload + "-state").toString());
        String origin = "https://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port");
        try (ServiceIdentity me = ServiceIdentity.from(Settings.ofVariables(settings, directory))) {
            Destination orders = Destination.of(origin)
                    .audience("https://orders.internal")
                    .answeredBy(WorkloadId.of("spiffe://shop.example/orders"));
            HttpClient http = OutboundAuth.of(me).to(orders).newHttpClient();
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(origin + "/orders/7")).build();
            return http.send(request, BodyHandlers.ofString());
        }
    }

    @Test
    void serves_whomThePolicyLetsIn() throws Exception {
        HttpResponse<String> answer = callBy("gateway");

        assertThat(answer.body()).isEqualTo("order 7 for spiffe://shop.example/gateway");
    }

    @Test
    void denies_whomItDoesNot() throws Exception {
        assertThat(callBy("orders").statusCode()).isEqualTo(403);
    }
}
