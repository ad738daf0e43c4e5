package dev.zt.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zt.outbound.CallNotMadeException;
import dev.zt.outbound.OutboundAuth;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.WriterInterceptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContentTest {
    private static final byte[] PART = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);

    private final Shop shop = new Shop();

    @AfterEach
    void close() {
        shop.close();
    }

    private static Entity<StreamingOutput> written(StreamingOutput content) {
        return Entity.entity(content, MediaType.TEXT_PLAIN);
    }

    private static Entity<InputStream> stream(String content) {
        return Entity.text(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
    }

    private Response post(Client http, Entity<?> content) {
        return http.target(shop.place("/orders")).request().post(content);
    }

    @ParameterizedTest
    @EnumSource
    void signs_contentOfAllKinds(Framework framework) {
        Client http = framework.holding(shop.proving(shop.signed()), 13);

        assertThat(post(http, Entity.text("seven of them")).readEntity(String.class))
                .isEqualTo("seven of them");
        assertThat(post(http, stream("eight of them")).readEntity(String.class)).isEqualTo("eight of them");
        assertThat(post(http, Entity.text("")).getStatus()).isEqualTo(200);
        assertThat(shop.service.received()).hasSize(3).allSatisfy(request -> {
            assertThat(request.caller()).contains(shop.gateway.id());
            assertThat(request.headers()).containsKey("signature");
        });
    }

    @ParameterizedTest
    @EnumSource
    void sends_nothingOfLongContentThatHasToBeSigned(Framework framework) {
        Client http = framework.holding(shop.proving(shop.signed()), 12);

        assertThat(catchThrowableOfType(ProcessingException.class, () -> post(http, stream("seven of them"))))
                .hasMessageContaining("more than 12 bytes")
                .cause()
                .isInstanceOf(CallNotMadeException.class);
        assertThat(shop.service.received()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void proves_aCallWhoseContentIsTooLongToBeHeld(Framework framework) {
        String content = "seven of them ".repeat(40_000);
        Client http = framework.holding(shop.proving(shop.destination()), 1 << 10);

        assertThat(post(http, stream(content)).readEntity(String.class)).isEqualTo(content);
        assertThat(shop.service.received().get(0).caller()).contains(shop.gateway.id());
    }

    @ParameterizedTest
    @EnumSource
    void sends_longContentWhileItIsWritten(Framework framework) throws Exception {
        Client http = framework.holding(OutboundAuth.of(shop.gateway.identity()), PART.length);
        CountDownLatch came = new CountDownLatch(1);
        try (Peer peer = Peer.which(connection -> {
            read(connection, "0123456789abcdef");
            came.countDown();
            read(connection, "0\r\n\r\n");
            Peer.answer(connection, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\nok");
        })) {
            boolean[] early = {false};
            Response response = http.target(peer.place()).request().post(written(output -> {
                output.write(PART);
                output.write(PART);
                output.flush();
                early[0] = await(came);
                output.write(PART);
            }));

            assertThat(early[0]).isTrue();
            assertThat(response.readEntity(String.class)).isEqualTo("ok");
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void read(Socket connection, String until) throws IOException {
        StringBuilder seen = new StringBuilder();
        while (seen.indexOf(until) < 0) {
            int next = connection.getInputStream().read();
            if (next < 0) {
                throw new IOException("ended early");
            }
            seen.append((char) next);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ends_whereNobodyTakesTheRestOfTheContent(Framework framework) throws Exception {
        Client http = framework.holding(OutboundAuth.of(shop.gateway.identity()), 16);
        try (Peer peer = Peer.which(connection -> connection.getInputStream().readNBytes(100))) {
            byte[] part = new byte[1 << 16];

            assertThat(catchThrowableOfType(
                            ProcessingException.class,
                            () -> http.target(peer.place()).request().post(written(output -> {
                                while (true) {
                                    output.write(part);
                                }
                            }))))
                    .cause()
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sends_nothingOfContentThatCannotBeWritten(Framework framework) {
        Client http = framework.client(shop.proving(shop.destination()));

        assertThat(catchThrowableOfType(
                        ProcessingException.class,
                        () -> post(http, written(output -> {
                            output.write(PART);
                            throw new IOException("broken");
                        }))))
                .hasRootCauseMessage("broken");
        assertThat(shop.service.received()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void ends_theExchangeWhereLongContentCannotBeWritten(Framework framework) throws Exception {
        Client http = framework.holding(OutboundAuth.of(shop.gateway.identity()), 4);
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        try (Peer peer = Peer.which(connection -> ended.complete(Peer.ends(connection)))) {
            assertThat(catchThrowableOfType(
                            ProcessingException.class,
                            () -> http.target(peer.place()).request().post(written(output -> {
                                output.write(PART);
                                throw new IOException("broken");
                            }))))
                    .hasRootCauseMessage("broken");
            assertThat(ended.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void signs_whatInterceptorsMakeOfTheContent(Framework framework) {
        WriterInterceptor capitals = context -> {
            context.getHeaders().add("X-Capitals", "all");
            byte[] content =
                    ((String) context.getEntity()).toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
            context.getOutputStream().write(Arrays.copyOf(content, content.length));
        };
        Client http = framework.client(shop.proving(shop.signed()), builder -> builder.register(capitals));

        assertThat(post(http, Entity.text("seven")).readEntity(String.class)).isEqualTo("SEVEN");
        assertThat(shop.service.received().get(0).values("x-capitals")).containsExactly("all");
    }

    @ParameterizedTest
    @EnumSource
    void leaves_fieldsOfTheConnectionToThePlatform(Framework framework) {
        Client http = framework.client(shop.proving(shop.destination()));

        Response response = http.target(shop.place("/orders"))
                .request()
                .header("Connection", "close")
                .header("Content-Length", "3")
                .header("Transfer-Encoding", "chunked")
                .post(Entity.text("seven"));

        assertThat(response.readEntity(String.class)).isEqualTo("seven");
        assertThat(shop.service.received().get(0).values("content-length")).containsExactly("5");
    }
}
