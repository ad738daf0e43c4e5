package dev.zt.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.zt.config.PrivateFile;
import dev.zt.config.Settings;
import dev.zt.enrolment.JoinFile;
import dev.zt.outbound.OutboundAuth;
import dev.zt.own.ServiceIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A caller and servers with certificates of one authority, over real connections and in real time. */
class RecognisedServerTest {
    @TempDir
    Path directory;

    private Town town;
    private ServiceIdentity gateway;
    private ServiceIdentity orders;
    private HttpsServer server;
    private final AtomicInteger heard = new AtomicInteger();

    @BeforeEach
    void open() throws IOException {
        town = Town.in(directory.resolve("authority"), builder -> builder.clock(InstantSource.system()));
        town.admin().addWorkload("gateway");
        town.admin().addWorkload("impostor");
        gateway = enrolled("gateway");
        orders = enrolled("orders");
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.stop(0);
        }
        gateway.close();
        orders.close();
        town.close();
    }

    private ServiceIdentity enrolled(String name) throws IOException {
        JoinFile join = town.admin().join(name, Duration.ofMinutes(1));
        Path file = directory.resolve(name + ".join");
        PrivateFile.replace(file, join.toSecretJson().getBytes(StandardCharsets.UTF_8));
        return ServiceIdentity.from(Settings.read(
                Map.of(
                        "ZT_TRUST_DOMAIN",
                        "shop.example",
                        "ZT_JOIN_FILE",
                        file.toString(),
                        "ZT_STATE_DIRECTORY",
                        directory.resolve(name).toString()),
                directory));
    }

    private String serve(ServiceIdentity as) throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(as.serverTls()));
        server.createContext("/", exchange -> {
            heard.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    private int call(String origin) throws IOException, InterruptedException {
        HttpClient client = OutboundAuth.of(gateway)
                .to(origin, "spiffe://shop.example/orders")
                .newHttpClient();
        return client.send(
                        HttpRequest.newBuilder(URI.create(origin + "/orders/7")).build(), BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void calls_theWorkloadThatItMeant() throws Exception {
        assertThat(call(serve(orders))).isEqualTo(200);
        assertThat(heard).hasValue(1);
    }

    @Test
    void tellsNothing_toAnotherWorkloadOnThePort() throws Exception {
        try (ServiceIdentity impostor = enrolled("impostor")) {
            String origin = serve(impostor);

            assertThatThrownBy(() -> call(origin))
                    .isInstanceOf(SSLException.class)
                    .hasStackTraceContaining("wrong-workload");
            assertThat(heard).hasValue(0);
        }
    }

    @Test
    void tellsNothing_toAServerOfAnotherAuthority() throws Exception {
        try (Town other = Town.in(directory.resolve("other"), builder -> builder.clock(InstantSource.system()))) {
            Path file = directory.resolve("other.join");
            PrivateFile.replace(file, other.join().toSecretJson().getBytes(StandardCharsets.UTF_8));
            try (ServiceIdentity impostor = ServiceIdentity.from(Settings.read(
                    Map.of(
                            "ZT_TRUST_DOMAIN",
                            "shop.example",
                            "ZT_JOIN_FILE",
                            file.toString(),
                            "ZT_STATE_DIRECTORY",
                            directory.resolve("impostor").toString()),
                    directory))) {
                String origin = serve(impostor);

                assertThatThrownBy(() -> call(origin))
                        .isInstanceOf(SSLException.class)
                        .hasStackTraceContaining("path");
                assertThat(heard).hasValue(0);
            }
        }
    }

    @Test
    void refuses_aClientThatWouldNotAsk() {
        OutboundAuth auth = OutboundAuth.of(gateway).to("https://orders.internal", "spiffe://shop.example/orders");

        assertThatThrownBy(() -> auth.wrap(HttpClient.newHttpClient()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("newClientBuilder");
    }
}
