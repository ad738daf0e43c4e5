package dev.zt.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.testkit.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;
import org.springframework.web.service.registry.ImportHttpServices;

/** Interfaces that Spring makes clients of prove their calls, whichever client is behind them. */
class HttpServicesTest {
    @TempDir
    static Path directory;

    private static Started orders;
    private static Started gateway;

    interface Orders {
        @GetExchange("/orders/{id}")
        String order(@PathVariable("id") String id);
    }

    interface ReactiveOrders {
        @GetExchange("/orders/{id}")
        String order(@PathVariable("id") String id);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportHttpServices(group = "orders", types = Orders.class)
    @ImportHttpServices(group = "reactive", types = ReactiveOrders.class, clientType = ClientType.WEB_CLIENT)
    static class Services {}

    @BeforeAll
    static void start() throws Exception {
        TestAuthority authority = TestAuthority.of("shop.example", InstantSource.system());
        orders = Started.with(authority, Files.createDirectory(directory.resolve("orders")), Started.POLICY, List.of());
        String origin = "http://127.0.0.1:" + orders.port();
        Path own = Files.createDirectory(directory.resolve("gateway"));
        authority.write(authority.issue("/gateway"), own.resolve("identity"));
        gateway = Started.with(
                authority,
                own,
                Started.POLICY,
                List.of(Services.class),
                "--spring.http.serviceclient.orders.base-url=" + origin,
                "--spring.http.serviceclient.reactive.base-url=" + origin,
                "--zt.clients.orders.origin=" + origin,
                "--zt.clients.orders.audience=" + Started.AUDIENCE);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        orders.close();
    }

    @Test
    void proves_callsOfInterfacesOverRestClient() {
        assertThat(gateway.context.getBean(Orders.class).order("7"))
                .isEqualTo("order 7 for spiffe://shop.example/gateway");
    }

    @Test
    void proves_callsOfInterfacesOverWebClient() {
        assertThat(gateway.context.getBean(ReactiveOrders.class).order("7"))
                .isEqualTo("order 7 for spiffe://shop.example/gateway");
    }
}
