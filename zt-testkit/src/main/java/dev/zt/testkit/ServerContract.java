package dev.zt.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zt.guard.Guard;
import dev.zt.guard.RequestFault;
import dev.zt.policy.DenyReason;
import dev.zt.verify.Rejection;
import dev.zt.verify.Unverifiable;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every server edge that asks a {@link Guard} must keep, over sockets; whoever integrates a server or a framework extends
 * this. Each case prints one line, {@code server | name | case | result}.
 *
 * <p>One server serves nearly all cases: JUnit 5 makes one object for all of them, and time stands still unless a case moves
 * it. Not safe for concurrent use.
 */
@ExtendWith(ContractMatrix.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ServerContract implements Contract {
    private static final int CROWD = 100;
    private static final Duration BETWEEN_CASES = Duration.ofSeconds(40);

    private final ServerScene scene = new ServerScene();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger handled = new AtomicInteger();
    private final AtomicInteger served = new AtomicInteger();
    private @Nullable Running begun;

    /** A contract whose server is started once. */
    protected ServerContract() {}

    /** The name of the server in the matrix, such as {@code jetty}. */
    protected abstract String name();

    /**
     * Starts a server behind a guard on a free port of the loopback address, over plain HTTP. It serves
     *
     * <ul>
     *   <li>{@code GET /orders/{id}}: 200 and who calls, as the text of its {@link dev.zt.identity.CallerId} and nothing else;
     *   <li>{@code GET /later/{id}}: the same, but asynchronously where the server knows such a thing;
     *   <li>{@code POST /orders}: 200 and the content of the request;
     *   <li>{@code GET /unlisted}: 200 and anything; the policy does not list it, so nobody gets there.
     * </ul>
     *
     * <p>Only the guard may stand before these, and each of them calls {@link #handled} once for each call.
     */
    protected abstract Running start(Guard guard) throws Exception;

    /**
     * Tells that a handler has a call, and the content of the request if it has any, and is about to answer. After each case
     * there must have been as many as calls that were served. Safe for concurrent use.
     */
    protected final void handled() {
        handled.incrementAndGet();
    }

    /**
     * A server that runs until it is closed.
     *
     * @param origin scheme, host and port
     * @param server ends it
     */
    public record Running(URI origin, AutoCloseable server) implements AutoCloseable {
        /** A server on a port of 127.0.0.1. */
        public static Running at(int port, AutoCloseable server) {
            return new Running(URI.create("http://127.0.0.1:" + port), server);
        }

        @Override
        public void close() {
            try {
                server.close();
            } catch (Exception e) {
                throw new IllegalStateException("the server does not stop", e);
            }
        }
    }

    @Override
    public final String contract() {
        return "server";
    }

    @Override
    public final String implementation() {
        return name();
    }

    @BeforeAll
    void begin() throws Exception {
        begun = start(scene.guard(Guard.PlainHttp.LOOPBACK));
    }

    @AfterAll
    void end() {
        scene.close();
        Running running = begun;
        if (running != null) {
            running.close();
        }
    }

    @BeforeEach
    void settle() {
        scene.settle();
        // Then the authorization server may be asked for an unknown key again.
        scene.clock.advance(BETWEEN_CASES);
    }

    @AfterEach
    void ran_noHandlerForARefusedCall() {
        int ran = handled.getAndSet(0);
        int answered = served.getAndSet(0);
        assertTrue(
                ran <= answered,
                () -> "a handler has run for a call that was refused: " + ran + " have, and " + answered
                        + " calls were served");
        assertEquals(answered, ran, "a call was served and its handler does not call handled()");
    }

    private int counted(int status) {
        if (status < 400) {
            served.incrementAndGet();
        }
        return status;
    }

    private URI origin() {
        Running running = begun;
        if (running == null) {
            throw new IllegalStateException("the server was not started");
        }
        return running.origin();
    }

    private TestResponse send(
            URI origin, String method, String path, List<TestCall.Header> headers, byte @Nullable [] body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(origin.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (body != null) {
            request.header("Content-Type", "text/plain");
        }
        headers.forEach(field -> request.header(field.name(), field.value()));
        TestResponse response = TestResponse.of(http.send(request.build(), BodyHandlers.ofString()));
        counted(response.status());
        return response;
    }

    private TestResponse send(String method, String path, List<TestCall.Header> headers) throws Exception {
        return send(origin(), method, path, headers, null);
    }

    private TestResponse get(TestCaller caller) throws Exception {
        return send("GET", "/orders/7", caller.headers("GET", URI.create("/orders/7")));
    }

    private TestResponse post(TestCaller caller, byte[] signed, byte[] sent) throws Exception {
        List<TestCall.Header> headers = caller.headers("POST", URI.create("/orders"), "text/plain", signed);
        return send(origin(), "POST", "/orders", headers, sent);
    }

    /** A client that knows the nonce of the moment. */
    private TestCaller portal() throws Exception {
        TestCaller portal = scene.portal().scope(ServerScene.READ);
        return portal.nonce(only(get(portal), "dpop-nonce"));
    }

    private static String only(TestResponse response, String field) {
        assertEquals(1, response.values(field).size(), () -> response + " has not one field " + field);
        return response.values(field).get(0);
    }

    private ResponseAssertion assertThatResponse(TestResponse response) {
        return ResponseAssertion.of(response).recordedBy(scene.audit);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void serves_aProvenCall_andKnowsWhoCalls() throws Exception {
        TestResponse read = get(scene.service("billing"));
        TestResponse written = post(scene.service("billing"), bytes("two of them"), bytes("two of them"));

        assertThatResponse(read).isServed();
        assertEquals("spiffe://shop.example/billing", read.body());
        assertThatResponse(written).isServed();
        assertEquals("two of them", written.body());
        assertEquals(2, scene.audit.decisions().size());
    }

    @Test
    void serves_asynchronously() throws Exception {
        TestCaller billing = scene.service("billing");
        TestResponse later = send("GET", "/later/7", billing.headers("GET", URI.create("/later/7")));

        assertThatResponse(later).isServed();
        assertEquals("spiffe://shop.example/billing", later.body());
    }

    @Test
    void asks_forANonce_andServesTheTokenThatCarriesIt() throws Exception {
        TestCaller portal = scene.portal().scope(ServerScene.READ);
        TestResponse asked = get(portal);
        assertThatResponse(asked).isDeniedFor(Rejection.DPOP_NONCE);
        assertTrue(only(asked, "www-authenticate").contains("use_dpop_nonce"), asked::toString);

        TestResponse served = get(portal.nonce(only(asked, "dpop-nonce")));

        assertThatResponse(served).isServed();
        assertTrue(served.body().contains("portal"), served::body);
    }

    @Test
    void asks_forAProof_whereNothingIsPresented() throws Exception {
        TestResponse asked = send("GET", "/orders/7", List.of());

        assertThatResponse(asked).isDeniedFor(RequestFault.NOTHING_PRESENTED);
        String challenges = String.join(", ", asked.values("www-authenticate"));
        assertTrue(challenges.contains("WPT") && challenges.contains("DPoP"), challenges);
        assertFalse(challenges.contains("error="), challenges);
    }

    @Test
    void goesOn_whileTheAuthorityRotatesItsKeys() throws Exception {
        Callable<Integer> calls = () -> {
            int good = 0;
            for (int i = 0; i < 10; i++) {
                good += get(scene.service("billing")).status() == 200 ? 1 : 0;
                if (i % 5 == 0) {
                    scene.authority.rotateBeside();
                }
            }
            return good;
        };

        for (Future<Integer> call : Crowd.of(4, calls)) {
            assertEquals(10, call.get());
        }
    }

    @Test
    void refuses_tokensOfWithdrawnKeys() throws Exception {
        TestCaller before = scene.service("billing");
        assertThatResponse(get(before)).isServed();
        scene.authority.rotate();

        assertThatResponse(get(before)).isDeniedFor(Rejection.WIT_KEY_UNKNOWN);
        assertThatResponse(get(scene.service("billing"))).isServed();
    }

    @Test
    void refuses_plainHttp_unlessItIsAllowed() throws Exception {
        try (Running strict = start(scene.guard(Guard.PlainHttp.REFUSE))) {
            TestCaller billing = scene.service("billing");
            List<TestCall.Header> headers = billing.headers("GET", URI.create("/orders/7"));

            assertThatResponse(send(strict.origin(), "GET", "/orders/7", headers, null))
                    .isDeniedFor(RequestFault.CHANNEL_PLAIN);
        }
    }

    @Test
    void refuses_expiredTokens() throws Exception {
        assertThatResponse(get(scene.service("billing").expired())).isDeniedFor(Rejection.WIT_EXPIRED);
        assertThatResponse(get(portal().expired())).isDeniedFor(Rejection.TOKEN_EXPIRED);
    }

    @Test
    void answers503_whileNoKeysAreBelieved() throws Exception {
        scene.workloadKeys.away(true);
        TestResponse away = get(scene.service("billing"));

        assertThatResponse(away).isDeniedFor(Unverifiable.KEYS_UNAVAILABLE);
        assertTrue(Integer.parseInt(only(away, "retry-after")) > 0, away::toString);
        scene.workloadKeys.away(false);
        assertThatResponse(get(scene.service("billing"))).isServed();
    }

    @Test
    void bears_clocksThatAreHalfAMinuteApart_andNoMore() throws Exception {
        for (int apart : new int[] {25, -25}) {
            scene.skew(Duration.ofSeconds(apart));
            assertThatResponse(get(scene.service("billing"))).isServed();
            assertThatResponse(get(portal())).isServed();
        }
        scene.skew(Duration.ofMinutes(2));
        assertThatResponse(get(scene.service("billing"))).isDeniedFor(Rejection.PROOF_EXPIRED);
        scene.skew(Duration.ofMinutes(-2));
        assertThatResponse(get(scene.service("billing"))).isDeniedFor(Rejection.PROOF_TOO_FAR_AHEAD);
    }

    @Test
    void refuses_whatIsRepeated() throws Exception {
        TestCaller billing = scene.service("billing").replayed();
        TestCaller portal = portal().replayed();

        assertThatResponse(get(billing)).isServed();
        assertThatResponse(get(billing)).isDeniedFor(Rejection.PROOF_REPLAYED);
        assertThatResponse(get(portal)).isServed();
        assertThatResponse(get(portal)).isDeniedFor(Rejection.DPOP_REPLAYED);
    }

    @Test
    void refuses_stolenTokens() throws Exception {
        assertThatResponse(get(scene.service("billing").stolen())).isDeniedFor(Rejection.PROOF_SIGNATURE);
        assertThatResponse(get(portal().stolen())).isDeniedFor(Rejection.DPOP_OTHER_KEY);
        assertThatResponse(get(portal().asBearer())).isDeniedFor(Rejection.TOKEN_BOUND);
    }

    @Test
    void refuses_aProof_onAnotherPath_ofWhoBindsIt() throws Exception {
        List<TestCall.Header> headers = portal().headers("GET", URI.create("/orders/7"));

        assertThatResponse(send("GET", "/orders/8", headers)).isDeniedFor(Rejection.DPOP_URI);
    }

    @Test
    void tells_provenCallersWhichScopesTheyLack() throws Exception {
        TestResponse narrowed = get(scene.service("billing").scope("orders:write"));

        assertThatResponse(narrowed).isDeniedFor(DenyReason.SCOPE_MISSING);
        assertTrue(narrowed.body().contains("\"missing_scopes\":\"orders:read\""), narrowed::body);
        assertThatResponse(get(scene.service("reports"))).isDeniedFor(DenyReason.SEGMENT_NOT_ADMITTED);
    }

    @Test
    void refuses_whatIsNotListed() throws Exception {
        TestCaller billing = scene.service("billing");

        assertThatResponse(send("GET", "/unlisted", billing.headers("GET", URI.create("/unlisted"))))
                .isDeniedFor(DenyReason.ENDPOINT_UNLISTED);
        assertThatResponse(send("DELETE", "/orders/7", billing.headers("DELETE", URI.create("/orders/7"))))
                .isDeniedFor(DenyReason.ENDPOINT_UNLISTED);
    }

    @Test
    void refuses_credentialsThatStandTwice() throws Exception {
        List<TestCall.Header> headers = scene.service("billing").headers("GET", URI.create("/orders/7"));
        TestCall twice = new TestCall("GET", "/orders/7", headers);

        TestCall.Header token = headers.get(0);
        assertThatResponse(send(
                        "GET",
                        "/orders/7",
                        twice.with(token.name(), token.value()).headers()))
                .isDeniedFor(Rejection.WIT_REPEATED);
        assertThatResponse(send(
                        "GET",
                        "/orders/7",
                        twice.with("Authorization", "Bearer x").headers()))
                .isDeniedFor(Rejection.AUTHORIZATION_REPEATED);
    }

    @Test
    void refuses_pathsThatCanBeReadInTwoWays() throws Exception {
        assertEquals(200, counted(RawTarget.get(origin(), "/orders/7", sevenBy("billing"))));
        for (String target : List.of(
                "/x/..;/orders/7",
                "/x/../orders/7",
                "/orders/%2e%2e/orders/7",
                "/orders%2F7",
                "/orders/%2F7",
                "/orders//7",
                "/orders/7;a=b",
                "/orders\\7",
                "/orders/7%00",
                "/orders/%C0%AE")) {
            assertEquals(400, RawTarget.get(origin(), target, sevenBy("billing")), target);
        }
    }

    private List<TestCall.Header> sevenBy(String service) {
        return scene.service(service).headers("GET", URI.create("/orders/7"));
    }

    @Test
    void takes_signedContent_asItWasSigned() throws Exception {
        TestCaller billing = scene.service("billing").signing();
        TestResponse genuine = post(billing, bytes("two of them"), bytes("two of them"));
        assertThatResponse(genuine).isServed();
        assertEquals("two of them", genuine.body());

        TestResponse changed = post(billing, bytes("two of them"), bytes("ten of them"));

        assertThatResponse(changed).isDeniedFor(RequestFault.BODY_CHANGED);
    }

    @Test
    void serves_aHundredFirstCalls_andAsksForTheirKeysOnce() throws Exception {
        int before = scene.server.askedForKeys();
        try (Running fresh = start(scene.guard(Guard.PlainHttp.LOOPBACK))) {
            TestCaller portal = scene.portal().scope(ServerScene.READ);
            List<TestCall.Header> unasked = portal.headers("GET", URI.create("/orders/7"));
            TestCaller nonced =
                    portal.nonce(only(send(fresh.origin(), "GET", "/orders/7", unasked, null), "dpop-nonce"));
            Callable<Set<String>> calls = () -> Set.of(first(fresh, scene.service("billing")), first(fresh, nonced));

            for (Future<Set<String>> call : Crowd.of(CROWD / 2, calls)) {
                assertEquals(2, call.get().size());
                assertTrue(call.get().contains("200 spiffe://shop.example/billing"), call.get()::toString);
            }
        }
        assertEquals(before + 1, scene.server.askedForKeys());
    }

    private String first(Running fresh, TestCaller caller) throws Exception {
        TestResponse response =
                send(fresh.origin(), "GET", "/orders/7", caller.headers("GET", URI.create("/orders/7")), null);
        return response.status() + " " + response.body();
    }

    /** Who finds no place to wait in is told to come again, and nobody is refused. */
    @Test
    void learns_aNewKey_byAskingOnce() throws Exception {
        TestCaller before = portal();
        assertThatResponse(get(before)).isServed();
        scene.issuer.rotateBeside();
        int asked = scene.server.askedForKeys();

        for (Future<Integer> call : Crowd.of(CROWD, () -> get(before).status())) {
            assertTrue(Set.of(200, 503).contains(call.get()), call.get()::toString);
        }
        assertThatResponse(get(before)).isServed();
        assertEquals(asked + 1, scene.server.askedForKeys());
    }
}
