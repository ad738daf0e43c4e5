package dev.zt.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.identity.WorkloadId;
import dev.zt.testkit.TestWorkload;
import dev.zt.tls.PeerMatcher;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.client.RestTemplate;

/** What has another name in each line of Spring Boot, as its {@code Line} says. */
class LineTest {
    @TempDir
    static Path directory;

    private static Started orders;

    @BeforeAll
    static void start() {
        orders = Started.with(directory, Started.POLICY, List.of(), "--zt.server.tls=true");
    }

    @AfterAll
    static void stop() {
        orders.close();
    }

    @Test
    void speaks_tlsByTheServicesOwnCertificate() throws Exception {
        URI origin = URI.create("https://127.0.0.1:" + orders.port());
        TestWorkload gateway = orders.workload("/gateway");
        HttpClient http = HttpClient.newBuilder()
                .sslContext(gateway.identity()
                        .clientTls(Map.of(origin, PeerMatcher.exactly(WorkloadId.of("spiffe://shop.example/orders")))))
                .build();

        HttpResponse<String> answer = http.send(
                Started.proven(HttpRequest.newBuilder(origin.resolve("/orders/7")), orders.proofOf("/gateway"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void proves_callsOfRestTemplate_whateverItWasBuiltWith() throws Exception {
        Path own = Files.createDirectory(directory.resolve("caller"));
        orders.authority().write(orders.workload("/gateway"), own.resolve("identity"));
        try (Started caller = Started.with(
                orders.authority(),
                own,
                Started.POLICY,
                List.of(),
                "--zt.clients.orders.origin=https://127.0.0.1:" + orders.port(),
                "--zt.clients.orders.callee=spiffe://shop.example/orders",
                "--zt.clients.orders.audience=" + Started.AUDIENCE)) {
            RestTemplate http = Line.restTemplate(caller.context);

            assertThat(http.getForObject("https://127.0.0.1:" + orders.port() + "/orders/7", String.class))
                    .isEqualTo("order 7 for spiffe://shop.example/gateway");
        }
    }
}
