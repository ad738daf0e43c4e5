package dev.zt.samples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What comes of dispatches that the application makes, alike on every container. */
@ExtendWith(Siege.Extension.class)
class DispatchedTest {

    private static Reply get(Siege siege, String container, String path, Siege.Who who) throws IOException {
        String request = Http1.request("GET " + path + " HTTP/1.1", siege.headers(who));
        return Http1.send(siege.target(container).port(), "GET", request);
    }

    @ParameterizedTest
    @FieldSource("dev.zt.samples.conformance.Siege#CONTAINERS")
    void answers_aRefusedInclude_byItsClass(String container, Siege siege) throws IOException {
        Reply stranger = get(siege, container, "/public/include", Siege.Who.STRANGER);
        Reply lesser = get(siege, container, "/public/include", Siege.Who.ORDERS);

        assertThat(stranger.status()).isEqualTo(401);
        assertThat(stranger.headers().get("www-authenticate")).contains("WPT");
        assertThat(stranger.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(lesser.status()).isEqualTo(403);
        assertThat(lesser.body()).contains("\"missing_scopes\":\"admin\"");
        assertThat(lesser.headers()).doesNotContainKey("www-authenticate");
    }

    @ParameterizedTest
    @FieldSource("dev.zt.samples.conformance.Siege#CONTAINERS")
    void answers_aRefusedForward_withNothingOfTheForwarder(String container, Siege siege) throws IOException {
        Reply reply = get(siege, container, "/public/forward-late", Siege.Who.STRANGER);

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.body()).startsWith("{\"type\":").endsWith("}");
        assertThat(reply.headers()).doesNotContainKey("x-forwarder");
    }

    @ParameterizedTest
    @FieldSource("dev.zt.samples.conformance.Siege#CONTAINERS")
    void keeps_theStatusOfAnError_whoeverMaySeeItsPage(String container, Siege siege) throws IOException {
        Reply stranger = get(siege, container, "/public/error", Siege.Who.STRANGER);
        Reply admin = get(siege, container, "/public/error", Siege.Who.ADMIN);

        assertThat(stranger.status()).isEqualTo(500);
        assertThat(stranger.handler()).isEmpty();
        assertThat(stranger.body()).isEqualTo("{\"type\":\"about:blank\",\"status\":500}");
        assertThat(admin.status()).isEqualTo(500);
        assertThat(admin.handler()).isEqualTo("admin");
    }

    @ParameterizedTest
    @FieldSource("dev.zt.samples.conformance.Siege#CONTAINERS")
    void tells_handlersWhoCalls(String container, Siege siege) throws IOException {
        Reply reply = get(siege, container, "/api/orders/7", Siege.Who.ORDERS);

        assertThat(reply.said("caller")).isEqualTo("spiffe://example.org/caller");
        assertThat(reply.said("instance")).startsWith("test-");
        assertThat(reply.said("scopes")).isEqualTo("orders:read orders:write");
        assertThat(reply.said("proof")).isEqualTo("wpt");
        assertThat(reply.said("servletPath")).isEqualTo("/api/orders");
        assertThat(reply.said("pathInfo")).isEqualTo("/7");
    }

    /** A second request on the connection is nobody's, whoever came before. */
    @ParameterizedTest
    @FieldSource("dev.zt.samples.conformance.Siege#CONTAINERS")
    void forgets_theCaller_onTheNextRequestOfAConnection(String container, Siege siege) throws IOException {
        String first =
                "GET /api/admin/users HTTP/1.1\r\n" + String.join("\r\n", siege.headers(Siege.Who.ADMIN)) + "\r\n\r\n";
        String second = Http1.request("GET /api/admin/users HTTP/1.1", siege.headers(Siege.Who.STRANGER));

        List<Reply> replies = Http1.sendTwo(siege.target(container).port(), first + second);

        assertThat(replies).extracting(Reply::status).containsExactly(200, 401);
    }
}
