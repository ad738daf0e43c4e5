package dev.zt.springboot;

import dev.zt.identity.Audience;
import dev.zt.own.WorkloadProof;
import dev.zt.springboot.shop.ShopApplication;
import dev.zt.testkit.TestAuthority;
import dev.zt.testkit.TestWorkload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** An application on a free port of the loopback address, with an identity in files, and those who call it. */
final class Started implements AutoCloseable {
    static final String POLICY = """
            zt: 1
            service: orders
            segment: shop
            admit: {trust-domains: [shop.example]}
            workloads:
              gateway: spiffe://shop.example/gateway
              clerk: spiffe://shop.example/clerk
            segments: {shop: [gateway, clerk]}
            endpoints:
              read-order: {match: "GET /orders/{id}", requires: ["orders:read"]}
              place-order: {match: "POST /orders", requires: ["orders:write"]}
              odd: {match: "GET /odd/{name}", requires: []}
              hello: {match: "GET /odd/hello", public: true}
              public-caller: {match: "GET /odd/public-caller", public: true}
              number: {match: "GET /odd/number/{id}", requires: []}
              file: {match: "GET /hello.txt", public: true}
              health: {match: "GET /actuator/health", public: true}
              parts: {match: "GET /actuator/health/{part}", public: true}
            allow:
              - {id: A1, caller: gateway, to: [read-order, odd, number], scopes: ["orders:read"]}
              - {id: A2, caller: clerk, to: [place-order, read-order, odd], scopes: ["orders:write"]}
            """;

    static final String AUDIENCE = "https://orders.internal";

    final ConfigurableApplicationContext context;
    private final TestAuthority authority;
    private final HttpClient http = HttpClient.newHttpClient();

    private Started(ConfigurableApplicationContext context, TestAuthority authority) {
        this.context = context;
        this.authority = authority;
    }

    /** Starts the application of these classes beside the shop. */
    static Started with(Path directory, String policy, List<Class<?>> more, String... properties) {
        TestAuthority authority = TestAuthority.of("shop.example", InstantSource.system());
        return with(authority, directory, policy, more, properties);
    }

    static Started with(
            TestAuthority authority, Path directory, String policy, List<Class<?>> more, String... properties) {
        List<Class<?>> sources = new ArrayList<>(List.of(ShopApplication.class));
        sources.addAll(more);
        return of(
                authority,
                new SpringApplicationBuilder(sources.toArray(Class<?>[]::new)),
                directory,
                policy,
                properties);
    }

    /** Starts another application than the shop. */
    static Started of(
            TestAuthority authority,
            SpringApplicationBuilder application,
            Path directory,
            String policy,
            String... properties) {
        List<String> arguments = new ArrayList<>(prepared(authority, directory, policy));
        // What is said twice would be a list of both.
        arguments.removeIf(argument -> Arrays.stream(properties)
                .anyMatch(property -> property.startsWith(argument.substring(0, argument.indexOf('=') + 1))));
        arguments.addAll(Arrays.asList(properties));
        return new Started(application.run(arguments.toArray(String[]::new)), authority);
    }

    /** What makes the application start. */
    static List<String> prepared(TestAuthority authority, Path directory, String policy) {
        try {
            if (!Files.exists(directory.resolve("identity"))) {
                authority.write(authority.issue("/orders"), directory.resolve("identity"));
            }
            Path rules = Files.writeString(directory.resolve("zt-policy.yaml"), policy);
            return List.of(
                    "--server.port=0",
                    "--server.address=127.0.0.1",
                    "--spring.main.banner-mode=off",
                    "--zt.service=orders",
                    "--zt.trust-domain=shop.example",
                    "--zt.audience=" + AUDIENCE,
                    "--zt.identity.directory=" + directory.resolve("identity"),
                    "--zt.policy=" + rules,
                    "--zt.plain-http=loopback");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    TestAuthority authority() {
        return authority;
    }

    WorkloadProof proofOf(String path) {
        return authority.issue(path).prove(Audience.of(AUDIENCE));
    }

    TestWorkload workload(String path) {
        return authority.issue(path);
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    HttpResponse<String> getAs(String workload, String path) {
        return send(proven(HttpRequest.newBuilder(uri(path)), proofOf(workload)));
    }

    HttpResponse<String> sendAs(String workload, String method, String path, String content) {
        return send(proven(HttpRequest.newBuilder(uri(path)), proofOf(workload))
                .method(method, HttpRequest.BodyPublishers.ofString(content)));
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    static HttpRequest.Builder proven(HttpRequest.Builder request, WorkloadProof proof) {
        return request.header("Workload-Identity-Token", proof.workloadIdentityToken())
                .header("Authorization", proof.authorization());
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
