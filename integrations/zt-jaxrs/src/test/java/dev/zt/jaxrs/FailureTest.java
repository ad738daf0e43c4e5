package dev.zt.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zt.jaxrs.call.Outgoing;
import dev.zt.jaxrs.call.ProvenCall;
import dev.zt.outbound.CallNotMadeException;
import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.outbound.UnprovenAnswerException;
import dev.zt.own.IdentityUnavailableException;
import dev.zt.testkit.TestService;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureTest {
    private final Shop shop = new Shop();

    @AfterEach
    void close() {
        shop.close();
    }

    private static ProcessingException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(ProcessingException.class, call);
    }

    @ParameterizedTest
    @EnumSource
    void tells_thatThereIsNoIdentity(Framework framework) {
        Client http = framework.client(shop.proving(shop.destination()));
        shop.gateway.lose();

        assertThat(failure(() -> http.target(shop.place("/orders/7")).request().get()))
                .cause()
                .isInstanceOf(CallNotMadeException.class)
                .cause()
                .isInstanceOf(IdentityUnavailableException.class);
        assertThat(failure(() -> http.target(shop.place("/orders")).request().post(Entity.text("x"))))
                .cause()
                .isInstanceOf(CallNotMadeException.class);
        assertThat(shop.service.received()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void tells_thatThereIsNoIdentity_forContentThatIsNotHeld(Framework framework) {
        Client http = framework.holding(shop.proving(shop.destination()), 3);
        shop.gateway.lose();

        assertThat(failure(() -> http.target(shop.place("/orders")).request().post(Entity.text("seven"))))
                .cause()
                .isInstanceOf(CallNotMadeException.class)
                .cause()
                .isInstanceOf(IdentityUnavailableException.class);
        assertThat(shop.service.received()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void tells_thatThereIsNoIdentity_later(Framework framework) {
        Client http = framework.client(shop.proving(shop.destination()));
        shop.gateway.lose();

        assertThat(catchThrowableOfType(
                        ExecutionException.class,
                        () -> http.target(shop.place("/orders/7"))
                                .request()
                                .async()
                                .get()
                                .get()))
                .cause()
                .isInstanceOf(ProcessingException.class)
                .cause()
                .isInstanceOf(CallNotMadeException.class);
    }

    @ParameterizedTest
    @EnumSource
    void tells_thatAFilterAddedCredentials(Framework framework) {
        ClientRequestFilter adding = request -> request.getHeaders().add("Authorization", "Bearer secret");
        Client http = framework.client(shop.proving(shop.destination()), builder -> builder.register(adding));

        assertThat(failure(() -> http.target(shop.place("/orders/7")).request().get()))
                .hasMessageContaining("carries credentials already")
                .hasMessageNotContaining("secret")
                .cause()
                .isInstanceOf(CallNotMadeException.class);
        assertThat(shop.service.received()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void tells_thatAFilterAddedCredentials_forContentThatIsNotHeld(Framework framework) {
        Client http = framework.holding(shop.proving(shop.signed()), 3);

        assertThat(failure(() -> http.target(shop.place("/orders"))
                        .request()
                        .header("Authorization", "Bearer secret")
                        .post(Entity.text("seven"))))
                .hasMessageStartingWith("the request carries credentials already")
                .hasMessageNotContaining("secret");
        assertThat(shop.service.received()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void tells_noValueOfAFieldThatCannotBeSent(Framework framework) {
        for (Client http : List.of(
                framework.client(shop.proving(shop.destination())),
                framework.holding(shop.proving(shop.destination()), 3))) {
            assertThat(failure(() -> http.target(shop.place("/orders"))
                            .request()
                            .header("X-Api-Key", "secret\nsecret")
                            .post(Entity.text("seven"))))
                    .hasMessageContaining("X-Api-Key")
                    .satisfies(FailureTest::tellsNoSecret)
                    .cause()
                    .isInstanceOf(CallNotMadeException.class);
        }
        assertThat(shop.service.received()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void tells_noneOfAUrlThatCannotBeCalled(Framework framework) {
        Client http = framework.client(shop.proving(shop.destination()));

        assertThat(failure(() ->
                        http.target("http://my_host/p?token=secret").request().get()))
                .hasMessageContaining("letters, digits")
                .satisfies(FailureTest::tellsNoSecret);
    }

    private static void tellsNoSecret(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            assertThat(at).asString().doesNotContain("secret");
        }
    }

    @Test
    void says_whatKindOfFailureItIs_whereThatSaysNoMore() {
        Outgoing broken = new Outgoing() {
            @Override
            public String method() {
                return "GET";
            }

            @Override
            public URI uri() {
                return shop.place("/orders/7");
            }

            @Override
            public boolean hasContent() {
                throw new UnsupportedOperationException();
            }

            @Override
            public void writeContent(OutputStream content) {}

            @Override
            public Map<String, List<String>> headers() {
                return Map.of();
            }
        };
        ProvenCall call = ProvenCall.by(shop.proving(shop.destination()).newHttpClient());

        assertThat(failure(() -> call.make(broken, Duration.ZERO)))
                .hasMessage("java.lang.UnsupportedOperationException");
    }

    @ParameterizedTest
    @EnumSource
    void tells_thatAnAnswerIsNotSigned(Framework framework) {
        try (TestService unsigned = TestService.unguarded(shop.orders.identity())) {
            OutboundAuth declared =
                    shop.proving(Destination.of(unsigned.origin().toString())
                            .answeredBy(shop.orders.id())
                            .signed()
                            .answersSignedBy(shop.orders.id()));
            Client http = framework.client(declared);

            assertThat(failure(() -> http.target(unsigned.origin().resolve("/orders/7"))
                            .request()
                            .get()))
                    .cause()
                    .isInstanceOf(UnprovenAnswerException.class);
            assertThat(failure(() -> http.target(unsigned.origin().resolve("/orders"))
                            .request()
                            .post(Entity.text("seven"))))
                    .cause()
                    .isInstanceOf(UnprovenAnswerException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void tells_thatASignedAnswerWasChanged_whereItIsRead(Framework framework) {
        Client http = framework.client(shop.proving(shop.signed()));
        shop.service.spoiling(signed -> "eight");
        Response response = http.target(shop.place("/orders")).request().post(Entity.text("seven"));

        assertThat(catchThrowable(() -> response.readEntity(String.class)))
                .hasRootCauseInstanceOf(UnprovenAnswerException.class);
    }

    @ParameterizedTest
    @EnumSource
    void frees_theConnectionWhereAnAnswerTakesTooLong(Framework framework) throws Exception {
        Client http = framework.client(
                shop.proving(shop.destination()), builder -> builder.readTimeout(300, TimeUnit.MILLISECONDS));
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        try (Peer silent = Peer.which(connection -> ended.complete(Peer.ends(connection)))) {
            assertThat(failure(() -> http.target(silent.place()).request().get()))
                    .cause()
                    .isInstanceOf(HttpTimeoutException.class);
            assertThat(ended.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void frees_theConnectionWhereTheRestOfAnAnswerTakesTooLong(Framework framework) throws Exception {
        Client http = framework.client(
                shop.proving(shop.destination()), builder -> builder.readTimeout(300, TimeUnit.MILLISECONDS));
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        try (Peer slow = Peer.which(connection -> {
            Peer.answer(connection, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nse");
            ended.complete(Peer.ends(connection));
        })) {
            Response response = http.target(slow.place()).request().get();

            assertThat(response.getStatus()).isEqualTo(200);
            assertThat(failure(() -> response.readEntity(String.class)))
                    .hasRootCauseInstanceOf(HttpTimeoutException.class);
            assertThat(ended.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void frees_theConnectionWhereContentIsNotReadToItsEnd(Framework framework) throws Exception {
        Client http = framework.client(shop.proving(shop.destination()));
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        try (Peer slow = Peer.which(connection -> {
            Peer.answer(connection, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nse");
            ended.complete(Peer.ends(connection));
        })) {
            try (InputStream content = http.target(slow.place()).request().get().readEntity(InputStream.class)) {
                assertThat(content.read()).isEqualTo('s');
            }

            assertThat(ended.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void frees_theConnectionWhereItsThreadIsInterrupted(Framework framework) throws Exception {
        Client http = framework.client(shop.proving(shop.destination()));
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        try (Peer silent = Peer.which(connection -> {
            connection.getInputStream().readNBytes(3);
            asked.countDown();
            ended.complete(Peer.ends(connection));
        })) {
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Thread waiting = new Thread(() -> interrupted.complete(failure(() -> http.target(silent.place())
                                            .request()
                                            .get())
                                    .getCause()
                            instanceof InterruptedException
                    && Thread.currentThread().isInterrupted()));
            waiting.start();
            asked.await();
            waiting.interrupt();

            assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(ended.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
