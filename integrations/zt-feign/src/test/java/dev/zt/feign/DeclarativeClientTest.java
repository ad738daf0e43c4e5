package dev.zt.feign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.outbound.UnprovenAnswerException;
import dev.zt.own.IdentityUnavailableException;
import dev.zt.testkit.RenewableWorkload;
import dev.zt.testkit.TestReply;
import dev.zt.testkit.TestService;
import dev.zt.testkit.TestWorkload;
import dev.zt.testkit.ZtExtension;
import feign.Feign;
import feign.FeignException;
import feign.Headers;
import feign.Param;
import feign.Request;
import feign.RequestLine;
import feign.Response;
import feign.RetryableException;
import feign.Retryer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeclarativeClientTest {
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: shop
            admit: {trust-domains: [shop.example], segments: [shop]}
            workloads: {gateway: spiffe://shop.example/gateway}
            segments: {shop: [gateway]}
            endpoints:
              read: {match: "GET /orders/{id}", requires: ["orders:read"]}
              write: {match: "POST /orders", requires: ["orders:write"]}
            allow:
              - {id: A1, caller: [gateway], to: [read, write], scopes: ["orders:read", "orders:write"]}
            """;

    interface Orders {
        @RequestLine("GET /orders/{id}")
        String order(@Param("id") String id);

        @RequestLine("POST /orders")
        @Headers({"Content-Type: text/plain", "Connection: close", "X-Trace: 5"})
        String add(String order);

        @RequestLine("GET /orders/7")
        @Headers("Authorization: secret")
        String withCredentials();
    }

    @RegisterExtension
    final ZtExtension zt = ZtExtension.forTrustDomain("shop.example");

    private RenewableWorkload gateway;
    private TestWorkload callee;
    private TestService service;

    @BeforeEach
    void start() {
        gateway = RenewableWorkload.of(zt.authority(), "/gateway");
        callee = zt.authority().issue("/orders");
        service = TestService.guarded(callee.identity(), origin -> zt.guard(origin, POLICY));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private Destination declared() {
        return Destination.of(service.origin().toString()).answeredBy(callee.id());
    }

    private Feign.Builder feign(Destination destination) {
        return Feign.builder()
                .client(ZtFeign.client(OutboundAuth.of(gateway.identity()).to(destination)));
    }

    private Orders orders(Feign.Builder feign) {
        return feign.target(Orders.class, service.origin().toString());
    }

    @Test
    void proves_theCallsOfAnInterface() {
        service.answering(
                request -> TestReply.of(200, request.method().equals("GET") ? "an order" : "added " + request.text()));
        Orders orders = orders(feign(declared()));

        assertThat(orders.order("7")).isEqualTo("an order");
        assertThat(orders.add("two of them")).isEqualTo("added two of them");
        assertThat(service.received())
                .allSatisfy(request -> assertThat(request.caller()).contains(gateway.id()));
        assertThat(service.received().get(1).values("x-trace")).containsExactly("5");
    }

    @Test
    void tells_whatTheCalleeRefuses() {
        Orders other = Feign.builder()
                .client(ZtFeign.client(
                        OutboundAuth.of(zt.authority().issue("/other").identity())
                                .to(declared())))
                .target(Orders.class, service.origin().toString());

        assertThat(catchThrowableOfType(FeignException.class, () -> other.order("7"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void tells_thatThereIsNoIdentity_andTriesOnce() {
        Once retryer = new Once();
        Orders orders = orders(feign(declared()).retryer(retryer));
        gateway.lose();

        assertThat(catchThrowableOfType(FeignException.class, () -> orders.order("7")))
                .hasCauseInstanceOf(IdentityUnavailableException.class);
        assertThat(retryer.asked).hasValue(0);
        assertThat(service.received()).isEmpty();
    }

    @Test
    void tells_thatARequestCarriesCredentialsOfItsOwn() {
        Orders orders = orders(feign(declared()));

        assertThat(catchThrowableOfType(FeignException.class, orders::withCredentials))
                .hasMessageContaining("carries credentials already")
                .hasMessageNotContaining("secret");
        assertThat(service.received()).isEmpty();
    }

    @Test
    void tells_thatAnAnswerIsNotSigned_andTriesOnce() {
        Once retryer = new Once();
        try (TestService unsigned = TestService.unguarded(callee.identity())) {
            Destination signed = Destination.of(unsigned.origin().toString())
                    .answeredBy(callee.id())
                    .signed()
                    .answersSignedBy(callee.id());
            Orders orders = feign(signed)
                    .retryer(retryer)
                    .target(Orders.class, unsigned.origin().toString());

            assertThat(catchThrowableOfType(FeignException.class, () -> orders.add("one")))
                    .hasCauseInstanceOf(UnprovenAnswerException.class);
            assertThat(retryer.asked).hasValue(0);
            assertThat(unsigned.received()).hasSize(1);
        }
    }

    @Test
    void waits_noLongerThanTheOptionsSay() throws InterruptedException {
        CountDownLatch waiting = new CountDownLatch(1);
        service.answering(request -> {
            awaited(waiting);
            return TestReply.of(200, "late");
        });
        Orders orders = orders(feign(declared())
                .retryer(Retryer.NEVER_RETRY)
                .options(new Request.Options(Duration.ofSeconds(10), Duration.ofMillis(500), true)));

        assertThat(catchThrowableOfType(RetryableException.class, () -> orders.order("7")))
                .hasCauseInstanceOf(HttpTimeoutException.class);
        waiting.countDown();
    }

    @Test
    void follows_noRedirect_whereTheOptionsSaySo() {
        service.answering(request -> request.target().getPath().equals("/orders/7")
                ? TestReply.redirect(307, URI.create("/orders/8"))
                : TestReply.of(200, "there"));
        Orders following = orders(feign(declared()));
        Orders leaving = orders(
                feign(declared()).options(new Request.Options(Duration.ofSeconds(10), Duration.ofSeconds(10), false)));

        assertThat(following.order("7")).isEqualTo("there");
        assertThat(catchThrowableOfType(FeignException.class, () -> leaving.order("7"))
                        .status())
                .isEqualTo(307);
        assertThat(service.received()).hasSize(3);
    }

    @Test
    void refuses_clientsThatProveNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ZtFeign.client(HttpClient.newHttpClient()))
                .withMessageContaining("OutboundAuth");
    }

    private Response execute(Destination destination, Map<String, Collection<String>> headers) throws IOException {
        Request request = Request.create(
                Request.HttpMethod.POST,
                service.origin() + "/orders",
                headers,
                "one".getBytes(StandardCharsets.US_ASCII),
                StandardCharsets.US_ASCII,
                null);
        return ZtFeign.client(OutboundAuth.of(gateway.identity()).to(destination))
                .execute(request, new Request.Options(Duration.ofSeconds(10), Duration.ofMillis(500), true));
    }

    @Test
    void tells_noValueOfAFieldThatCannotBeSent() {
        assertThat(catchThrowableOfType(
                        FeignException.class,
                        () -> execute(declared(), Map.of("X-Api-Key", List.of("secret\nsecret")))))
                .hasMessageContaining("X-Api-Key")
                .hasMessageNotContaining("secret")
                .cause()
                .hasNoCause()
                .hasMessageNotContaining("secret");
        assertThat(service.received()).isEmpty();
    }

    @Test
    void tells_noneOfAUrlThatCannotBeCalled() {
        Orders orders = feign(declared()).target(Orders.class, "http://my_host/p?token=secret");

        assertThat(catchThrowableOfType(FeignException.class, () -> orders.add("one")))
                .hasMessageContaining("letters, digits")
                .hasMessageNotContaining("secret")
                .cause()
                .hasNoCause()
                .hasMessageNotContaining("secret");
    }

    @Test
    void sends_contentInOnePiece_howeverItIsDescribed() throws IOException {
        try (Response response = execute(declared(), Map.of("Transfer-Encoding", List.of("chunked")))) {
            assertThat(response.status()).isEqualTo(200);
        }

        assertThat(service.received().get(0).values("transfer-encoding")).isEmpty();
        assertThat(service.received().get(0).values("content-length")).containsExactly("3");
    }

    @Test
    void waits_noLongerForContentThanTheOptionsSay() throws Exception {
        try (ServerSocket halting = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Boolean> left = CompletableFuture.supplyAsync(() -> halts(halting));
            Orders orders = feign(declared())
                    .retryer(Retryer.NEVER_RETRY)
                    .options(new Request.Options(Duration.ofSeconds(10), Duration.ofMillis(500), true))
                    .target(Orders.class, "http://127.0.0.1:" + halting.getLocalPort());

            assertThat(catchThrowableOfType(FeignException.class, () -> orders.order("7")))
                    .hasCauseInstanceOf(HttpTimeoutException.class);
            assertThat(left.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Begins an answer and waits until whoever called has left. */
    private static boolean halts(ServerSocket halting) {
        try (Socket connection = halting.accept()) {
            connection.setSoTimeout(10_000);
            connection.getInputStream().read(new byte[4096]);
            connection
                    .getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc".getBytes(StandardCharsets.US_ASCII));
            return connection.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Counts what it is asked about, and repeats nothing. */
    private static final class Once implements Retryer {
        final AtomicInteger asked = new AtomicInteger();

        @Override
        public void continueOrPropagate(RetryableException failure) {
            asked.incrementAndGet();
            throw failure;
        }

        @Override
        public Retryer clone() {
            return this;
        }
    }
}
