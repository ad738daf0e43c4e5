package dev.zt.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.outbound.UnprovenAnswerException;
import dev.zt.own.IdentityUnavailableException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every client that proves its calls must keep, against real services with real guards; whoever integrates an HTTP
 * client extends this. Each case prints one line, {@code client | name | case | result}. JUnit 5 makes one object for each
 * case; not safe for concurrent use.
 */
@ExtendWith(ContractMatrix.class)
public abstract class ClientContract implements Contract {
    private static final int CROWD = 100;

    @TempDir
    Path directory;

    private @Nullable ClientScene begun;

    /** A contract whose services are started anew for each case. */
    protected ClientContract() {}

    /** The name of the client in the matrix, such as {@code okhttp}. */
    protected abstract String name();

    /**
     * A client as its users would build it: it proves its calls by this and follows redirects, if it can.
     *
     * @param auth the destinations of the case
     */
    protected abstract Client open(OutboundAuth auth) throws Exception;

    /**
     * The same, whose content cannot start over, such as that of a stream; by default one that holds all content before it
     * sends it.
     *
     * @param auth the destinations of the case
     */
    protected Client openStreaming(OutboundAuth auth) throws Exception {
        return open(auth);
    }

    /** A client under test, behind what all clients can do. */
    @FunctionalInterface
    public interface Client extends AutoCloseable {
        /**
         * Makes a call and waits for its answer.
         *
         * @param headers name and value by turns
         * @param body to be sent as {@code text/plain}; null for none
         * @throws Exception what the client throws, as it is
         */
        Answer send(String method, URI uri, List<String> headers, @Nullable String body) throws Exception;

        @Override
        default void close() throws IOException {}
    }

    /** What the user of a client sees of an answer. */
    public record Answer(int status, String body) {}

    @Override
    public final String contract() {
        return "client";
    }

    @Override
    public final String implementation() {
        return name();
    }

    private ClientScene scene() {
        return scene(CallParties.Asks.NOTHING);
    }

    private ClientScene scene(CallParties.Asks asks) {
        ClientScene scene = new ClientScene(directory, asks);
        begun = scene;
        return scene;
    }

    @AfterEach
    void end() {
        ClientScene scene = begun;
        if (scene != null) {
            scene.close();
        }
    }

    private static OutboundAuth proofs(ClientScene scene) {
        return OutboundAuth.of(scene.gateway.identity()).to(scene.destination());
    }

    private static OutboundAuth tokens(ClientScene scene) {
        return OutboundAuth.of(scene.client()).to(scene.destination().accessToken(ClientScene.READ));
    }

    private static Answer get(Client client, URI uri) throws Exception {
        return client.send("GET", uri, List.of(), null);
    }

    private static Answer post(Client client, URI uri, String body) throws Exception {
        return client.send("POST", uri, List.of(), body);
    }

    @Test
    void proves_aCall() throws Exception {
        ClientScene scene = scene();
        try (Client client = open(proofs(scene))) {
            Answer answer = post(client, scene.place("/orders?x=%2F"), "two of them");

            assertEquals(new Answer(200, "two of them"), answer);
            ReceivedRequest received = scene.service.received().get(0);
            assertEquals(scene.gateway.id(), received.caller().orElseThrow());
            assertEquals("x=%2F", received.target().getRawQuery());
        }
    }

    @Test
    void proves_eachCallAnew() throws Exception {
        ClientScene scene = scene();
        try (Client client = open(proofs(scene))) {
            assertEquals(200, get(client, scene.place("/orders/7")).status());
            assertEquals(200, get(client, scene.place("/orders/7")).status());

            List<ReceivedRequest> received = scene.service.received();
            assertNotEquals(
                    received.get(0).values("authorization"), received.get(1).values("authorization"));
        }
    }

    @Test
    void limits_callsToTheScopesOfTheDestination() throws Exception {
        ClientScene scene = scene();
        OutboundAuth narrow =
                OutboundAuth.of(scene.gateway.identity()).to(scene.destination().narrowedTo(ClientScene.READ));
        try (Client client = open(narrow)) {
            assertEquals(200, get(client, scene.place("/orders/7")).status());
            assertEquals(403, post(client, scene.place("/orders"), "x").status());
        }
    }

    @Test
    void shows_nothing_overPlainHttp() throws Exception {
        ClientScene scene = scene();
        try (TestService elsewhere = TestService.plain();
                Client client = open(proofs(scene))) {
            assertEquals(
                    200, get(client, elsewhere.origin().resolve("/orders/7")).status());

            assertFalse(elsewhere.received().get(0).showsAnything());
        }
    }

    @Test
    void shows_nothing_afterARedirectToAnotherHost() throws Exception {
        ClientScene scene = scene();
        try (TestService elsewhere = TestService.plain();
                Client client = open(proofs(scene))) {
            URI there = elsewhere.origin().resolve("/orders/7");
            scene.service.answering(request -> TestReply.redirect(307, there));

            ClientScene.attempt(() -> get(client, scene.place("/orders/7")));

            assertEquals(1, scene.service.received().size());
            assertTrue(elsewhere.received().stream().noneMatch(ReceivedRequest::showsAnything));
        }
    }

    @Test
    void makes_noCall_whereARedirectLeadsToAnotherDestination() throws Exception {
        ClientScene scene = scene();
        try (TestService other = scene.another()) {
            Destination declared = Destination.of(other.origin().toString()).answeredBy(scene.billing.id());
            try (Client client = open(proofs(scene).to(declared))) {
                URI there = other.origin().resolve("/orders/7");
                scene.service.answering(request -> TestReply.redirect(307, there));

                ClientScene.attempt(() -> get(client, scene.place("/orders/7")));

                assertEquals(1, scene.service.received().size());
                assertEquals(List.of(), other.received());
            }
        }
    }

    @Test
    void proves_aRedirectWithinTheOriginAnew_orLeavesItToTheUser() throws Exception {
        ClientScene scene = scene();
        try (Client client = open(proofs(scene))) {
            scene.service.answering(request -> request.target().getPath().equals("/orders/7")
                    ? TestReply.redirect(302, URI.create("/orders/8"))
                    : TestReply.of(200, "there"));

            Answer answer = get(client, scene.place("/orders/7"));

            assertTrue(answer.status() == 302 || answer.equals(new Answer(200, "there")), answer::toString);
            assertTrue(scene.service.received().stream()
                    .allMatch(request -> request.caller().isPresent()));
        }
    }

    @Test
    void refuses_callsWithCredentialsOfTheirOwn() throws Exception {
        ClientScene scene = scene();
        try (Client client = open(proofs(scene))) {
            URI place = scene.place("/orders/7");
            for (String name : List.of("Authorization", "Workload-Identity-Token", "DPoP")) {
                assertThrows(Exception.class, () -> client.send("GET", place, List.of(name, "x"), null));
            }

            assertEquals(List.of(), scene.service.received());
        }
    }

    @Test
    void fails_whereSomebodyElseAnswers() throws Exception {
        ClientScene scene = scene();
        try (TestService impostor = scene.another()) {
            Destination declared = Destination.of(impostor.origin().toString()).answeredBy(scene.orders.id());
            try (Client client = open(OutboundAuth.of(scene.gateway.identity()).to(declared))) {
                URI place = impostor.origin().resolve("/orders/7");
                assertThrows(Exception.class, () -> get(client, place));

                assertEquals(List.of(), impostor.received());
            }
        }
    }

    @Test
    void fails_readably_withoutAnIdentity() throws Exception {
        ClientScene scene = scene();
        try (Client client = open(proofs(scene))) {
            scene.gateway.lose();

            assertUnavailable(client, scene, "taken");
        }
    }

    @Test
    void fails_readably_withAnExpiredIdentity() throws Exception {
        ClientScene scene = scene();
        try (Client client = open(proofs(scene))) {
            scene.pass(Duration.ofHours(2));

            assertUnavailable(client, scene, "expired");
        }
    }

    private static void assertUnavailable(Client client, ClientScene scene, String told) {
        URI place = scene.place("/orders/7");
        Exception failure = assertThrows(Exception.class, () -> get(client, place));

        IdentityUnavailableException cause = ClientScene.cause(failure, IdentityUnavailableException.class);
        assertTrue(String.valueOf(cause.getMessage()).contains(told), cause::toString);
        assertEquals(List.of(), scene.service.received());
    }

    @Test
    void goesOn_whileTheIdentityIsRenewed() throws Exception {
        ClientScene scene = scene(CallParties.Asks.CERTIFICATES);
        try (Client client = open(proofs(scene))) {
            List<Future<Integer>> calls = Crowd.of(4, () -> {
                int good = 0;
                for (int i = 0; i < 10; i++) {
                    good += get(client, scene.place("/orders/7")).status() == 200 ? 1 : 0;
                    if (i % 5 == 0) {
                        scene.gateway.renew();
                    }
                }
                return good;
            });

            for (Future<Integer> call : calls) {
                assertEquals(10, call.get());
            }
        }
    }

    @Test
    void shows_theRenewedCertificate_soonAfter() throws Exception {
        ClientScene scene = scene(CallParties.Asks.CERTIFICATES);
        try (Client client = open(proofs(scene))) {
            assertEquals(200, get(client, scene.place("/orders/7")).status());
            scene.gateway.renew();
            // A connection that began with the one before may end what was under way.
            assertEquals(200, get(client, scene.place("/orders/7")).status());
            assertEquals(200, get(client, scene.place("/orders/7")).status());

            List<ReceivedRequest> received = scene.service.received();
            assertEquals(
                    scene.gateway.current().certificate().chain(),
                    received.get(received.size() - 1).certificates());
        }
    }

    @Test
    void agrees_withClocksThatAreAQuarterOfAMinuteApart() throws Exception {
        ClientScene scene = scene();
        try (Client client = open(proofs(scene))) {
            for (Duration apart : List.of(Duration.ofSeconds(15), Duration.ofSeconds(-30))) {
                scene.calleesClock.advance(apart);

                assertEquals(200, get(client, scene.place("/orders/7")).status());
            }
        }
    }

    @Test
    void repeats_withTheNonceThatIsAskedFor() throws Exception {
        ClientScene scene = scene(CallParties.Asks.NONCES);
        OutboundAuth all =
                OutboundAuth.of(scene.client()).to(scene.destination().accessToken(ClientScene.ALL));
        try (Client client = open(all)) {
            assertEquals(new Answer(200, "one"), post(client, scene.place("/orders"), "one"));
            assertEquals(new Answer(200, "two"), post(client, scene.place("/orders"), "two"));

            assertEquals(3, scene.service.received().size());
        }
    }

    @Test
    void repeats_onceOnly() throws Exception {
        ClientScene scene = scene();
        try (TestService stubborn = scene.another()) {
            stubborn.answering(request -> new TestReply(
                    401, Map.of("WWW-Authenticate", "DPoP error=\"use_dpop_nonce\"", "DPoP-Nonce", "n"), ""));
            Destination declared = Destination.of(stubborn.origin().toString())
                    .answeredBy(scene.billing.id())
                    .accessToken(ClientScene.READ);
            try (Client client = open(OutboundAuth.of(scene.client()).to(declared))) {
                assertEquals(
                        401, get(client, stubborn.origin().resolve("/orders/7")).status());

                assertEquals(2, stubborn.received().size());
            }
        }
    }

    // In plain text: it is about the token, and a hundred handshakes cost more than the rest of all cases.
    @Test
    void asks_forOneToken_forAHundredFirstCalls() throws Exception {
        ClientScene scene = scene();
        scene.server().delay(Duration.ofMillis(200));
        try (TestService plain = TestService.plain()) {
            Destination declared = Destination.of(plain.origin().toString()).accessToken(ClientScene.READ);
            OutboundAuth auth =
                    OutboundAuth.of(scene.client()).allowLoopbackHttp().to(declared);
            try (Client client = open(auth)) {
                URI place = plain.origin().resolve("/orders/7");
                for (Future<Integer> call :
                        Crowd.of(CROWD, () -> get(client, place).status())) {
                    assertEquals(200, call.get());
                }

                assertEquals(1, scene.server().asked());
                assertEquals(CROWD, plain.received().size());
                assertTrue(plain.received().stream().allMatch(ReceivedRequest::showsAnything));
            }
        }
    }

    @Test
    void hands_onAChallenge_whereContentCannotStartOver_orHoldsIt() throws Exception {
        ClientScene scene = scene();
        try (TestService asking = scene.another()) {
            asking.answering(request -> asking.received().size() == 1
                    ? new TestReply(401, Map.of("WWW-Authenticate", "WPT"), "")
                    : TestReply.of(200, request.text()));
            Destination declared = Destination.of(asking.origin().toString()).answeredBy(scene.billing.id());
            try (Client client =
                    openStreaming(OutboundAuth.of(scene.gateway.identity()).to(declared))) {
                Answer answer = post(client, asking.origin().resolve("/orders"), "once");

                assertEquals(
                        answer.status() == 401 ? List.of("once") : List.of("once", "once"),
                        asking.received().stream().map(ReceivedRequest::text).toList());
                assertTrue(answer.status() == 401 || answer.equals(new Answer(200, "once")), answer::toString);
            }
        }
    }

    @Test
    void refuses_toSign_contentThatCannotStartOver_orHoldsIt() throws Exception {
        ClientScene scene = scene();
        try (Client client = openStreaming(signing(scene, scene.destination()))) {
            boolean refused = fails(() -> post(client, scene.place("/orders"), "once"));

            List<ReceivedRequest> received = scene.service.received();
            assertEquals(
                    refused ? List.of() : List.of("once"),
                    received.stream().map(ReceivedRequest::text).toList());
            assertTrue(received.stream().allMatch(request -> request.headers().containsKey("signature")));
        }
    }

    private static boolean fails(Callable<Answer> call) {
        try {
            return call.call().status() != 200;
        } catch (Exception e) {
            return true;
        }
    }

    @Test
    void goesOn_whileTheAuthorizationServerIsAway() throws Exception {
        ClientScene scene = scene();
        try (Client client = open(tokens(scene))) {
            assertEquals(200, get(client, scene.place("/orders/7")).status());
            scene.server().away(true);

            for (int i = 0; i < 10; i++) {
                assertEquals(200, get(client, scene.place("/orders/7")).status());
            }
            assertEquals(1, scene.server().asked());
        }
    }

    @Test
    void fails_readably_whereNoTokenCanBeGot() throws Exception {
        ClientScene scene = scene();
        scene.server().away(true);
        try (Client client = open(tokens(scene))) {
            assertUnavailable(client, scene, "token");
        }
    }

    @Test
    void signs_whatItSends() throws Exception {
        ClientScene scene = scene();
        try (Client client = open(signing(scene, scene.destination()))) {
            assertEquals(new Answer(200, "seven"), post(client, scene.place("/orders?a=b"), "seven"));
            assertEquals(200, get(client, scene.place("/orders/7")).status());

            assertTrue(scene.service.received().stream()
                    .allMatch(request -> request.headers().containsKey("signature")));
        }
    }

    @Test
    void uses_noAnswerThatIsNotSigned() throws Exception {
        ClientScene scene = scene();
        try (TestService unsigned = scene.another()) {
            Destination declared = Destination.of(unsigned.origin().toString())
                    .answeredBy(scene.billing.id())
                    .signed()
                    .answersSignedBy(scene.billing.id());
            try (Client client = open(OutboundAuth.of(scene.gateway.identity()).to(declared))) {
                URI place = unsigned.origin().resolve("/orders/7");
                Exception failure = assertThrows(Exception.class, () -> get(client, place));

                ClientScene.cause(failure, UnprovenAnswerException.class);
                assertEquals(1, unsigned.received().size());
            }
        }
    }

    @Test
    void uses_noSignedAnswer_thatWasChangedOnItsWay() throws Exception {
        ClientScene scene = scene();
        try (Client client = open(signing(scene, scene.destination()))) {
            for (String changed : List.of("eight", "seven and more", "sev")) {
                scene.service.spoiling(signed -> changed);
                Exception failure = assertThrows(Exception.class, () -> post(client, scene.place("/orders"), "seven"));

                ClientScene.cause(failure, UnprovenAnswerException.class);
            }
            assertEquals(3, scene.service.received().size());
        }
    }

    @Test
    void uses_noSignedAnswer_thatIsLongerThanIsHeld() throws Exception {
        ClientScene scene = scene();
        OutboundAuth auth = OutboundAuth.of(scene.gateway.identity())
                .to(scene.destination()
                        .signed()
                        .answersSignedBy(scene.orders.id())
                        .signedAnswersUpTo(5));
        try (Client client = open(auth)) {
            assertEquals(new Answer(200, "seven"), post(client, scene.place("/orders"), "seven"));
            Exception failure = assertThrows(Exception.class, () -> post(client, scene.place("/orders"), "seven!"));

            ClientScene.cause(failure, UnprovenAnswerException.class);
        }
    }

    @Test
    void takes_signedAnswersWithoutContent() throws Exception {
        ClientScene scene = scene();
        try (Client client = open(signing(scene, scene.destination()))) {
            scene.service.answering(request -> new TestReply(204, Map.of(), ""));

            assertEquals(204, post(client, scene.place("/orders"), "seven").status());
        }
    }

    private static OutboundAuth signing(ClientScene scene, Destination destination) {
        return OutboundAuth.of(scene.gateway.identity()).to(destination.signed().answersSignedBy(scene.orders.id()));
    }
}
