package dev.zt.springclient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.outbound.OutboundAuth;
import dev.zt.testkit.TestReply;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.invoker.HttpExchangeAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

class HttpInterfaceTest {
    interface Orders {
        @GetExchange("/orders/{id}")
        String order(@PathVariable("id") String id);

        @PostExchange(url = "/orders", contentType = "text/plain")
        String add(@RequestBody String order);
    }

    @Test
    void proves_theCallsOfAnInterfaceOverRestClient() {
        try (Shop shop = new Shop()) {
            OutboundAuth auth = shop.proving(shop.destination());
            assertProves(
                    shop,
                    RestClientAdapter.create(RestClient.builder()
                            .baseUrl(shop.service.origin().toString())
                            .requestFactory(ZtSpringClient.requestFactory(auth))
                            .build()));
        }
    }

    @Test
    void proves_theCallsOfAnInterfaceOverWebClient() {
        try (Shop shop = new Shop()) {
            OutboundAuth auth = shop.proving(shop.signed());
            assertProves(
                    shop,
                    WebClientAdapter.create(WebClient.builder()
                            .baseUrl(shop.service.origin().toString())
                            .clientConnector(ZtSpringClient.connector(auth))
                            .build()));
        }
    }

    private static void assertProves(Shop shop, HttpExchangeAdapter adapter) {
        Orders orders = HttpServiceProxyFactory.builderFor(adapter).build().createClient(Orders.class);
        shop.service.answering(
                request -> TestReply.of(200, request.method().equals("GET") ? "an order" : "added " + request.text()));

        assertThat(orders.order("7")).isEqualTo("an order");
        assertThat(orders.add("two of them")).isEqualTo("added two of them");
        assertThat(shop.service.received())
                .allSatisfy(request -> assertThat(request.caller()).contains(shop.gateway.id()));
    }
}
