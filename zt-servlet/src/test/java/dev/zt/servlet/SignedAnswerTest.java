package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.audit.AuditEvent;
import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.outbound.UnprovenAnswerException;
import dev.zt.own.ServiceIdentity;
import dev.zt.policy.Policy;
import dev.zt.testkit.ManualClock;
import dev.zt.testkit.RecordingAuditSink;
import dev.zt.testkit.TestAuthority;
import dev.zt.testkit.TestWorkload;
import dev.zt.verify.AnswerFault;
import dev.zt.verify.VerifierRules;
import jakarta.servlet.ServletRegistration;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers signed as a whole, by handlers that write them in every way, on each container, for a client that wants no other. */
class SignedAnswerTest {
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: core
            admit: {trust-domains: [shop.example]}
            workloads: {root: "spiffe://shop.example/root"}
            segments: {core: [root]}
            endpoints:
              open: {match: "GET /public/{**}", public: true}
              read: {match: "GET /api/{**}", requires: [use]}
              head: {match: "HEAD /api/{**}", requires: [use]}
              write: {match: "POST /api/{**}", requires: [use]}
              error: {match: "GET /error", requires: [use]}
              closed: {match: "GET /closed/{**}", requires: [never]}
            allow: [{id: root-all, caller: root, to: [open, read, head, write, error], scopes: [use]}]
            """;

    private final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
    private final TestAuthority authority = TestAuthority.of("shop.example", clock);
    private final TestWorkload root = authority.issue("/root");
    private final TestWorkload orders = authority.issue("/orders", Duration.ofMinutes(5));
    private final RecordingAuditSink audit = new RecordingAuditSink();
    private Runnable afterDecision = () -> {};
    private AnyContainer.Running running;

    private void start(AnyContainer container) throws Exception {
        Guard guard = Guard.builder(
                        VerifierRules.of(App.AUDIENCE).answeringSignatures(),
                        authority.bundles(),
                        PolicySource.fixed(Policy.read("test", POLICY.getBytes(StandardCharsets.UTF_8))))
                .clock(clock)
                .audit(
                        event -> {
                            audit.record(event);
                            afterDecision.run();
                        },
                        Guard.AuditNeed.BEST_EFFORT)
                .answeringAs(orders.identity())
                .allowLoopbackHttp()
                .build();
        running = container.start((classes, context) -> {
            for (String mapping : List.of("/public/*", "/api/*", "/closed/*", "/error")) {
                ServletRegistration.Dynamic servlet =
                        context.addServlet("at" + mapping.replaceAll("\\W", "-"), new Answerer());
                servlet.addMapping(mapping);
                servlet.setAsyncSupported(true);
            }
            ZeroTrust.install(context, guard);
        });
    }

    @AfterEach
    void stop() {
        running.close();
    }

    private HttpClient client(ServiceIdentity me, TestWorkload answering) {
        String origin = "http://127.0.0.1:" + running.port();
        return OutboundAuth.of(me)
                .allowLoopbackHttp()
                .to(Destination.of(origin)
                        .audience(App.AUDIENCE.toString())
                        .signed()
                        .answersSignedBy(answering.id())
                        .signedAnswersUpTo(2 << 20))
                .wrap(HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .proxy(HttpClient.Builder.NO_PROXY)
                        .build());
    }

    private HttpResponse<String> call(String method, String target, String body) throws Exception {
        return client(root.identity(), orders).send(request(method, target, body), BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String target, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + running.port() + target))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
    }

    private String get(String target) throws Exception {
        HttpResponse<String> response = call("GET", target, "");
        assertThat(response.headers().firstValue("Signature")).as(target).isPresent();
        return response.statusCode() + " " + response.body();
    }

    private UnprovenAnswerException refusal(String target) {
        Exception[] thrown = new Exception[1];
        assertThatThrownBy(() -> {
                    try {
                        call("GET", target, "");
                    } catch (IOException e) {
                        thrown[0] = e;
                        throw e;
                    }
                })
                .isInstanceOf(UnprovenAnswerException.class);
        return (UnprovenAnswerException) thrown[0];
    }

    @ParameterizedTest
    @EnumSource
    void signs_whatHandlersWrite_inEveryWay(AnyContainer container) throws Exception {
        start(container);

        for (String way : List.of("stream", "flush", "length", "reset", "forward", "forward-wrapped")) {
            assertThat(get("/api/" + way)).as(way).isEqualTo("200 tea");
        }
        assertThat(get("/api/include")).isEqualTo("200 green tea");
        for (String way : List.of("empty", "zero")) {
            assertThat(get("/api/" + way)).as(way).isEqualTo("200 ");
        }
        assertThat(get("/api/none")).isEqualTo("204 ");
        assertThat(get("/api/stream?a=b%20c")).isEqualTo("200 tea");
    }

    @ParameterizedTest
    @EnumSource
    void signs_theTypeThatIsSent(AnyContainer container) throws Exception {
        start(container);

        assertThat(get("/api/typed")).isEqualTo("200 t\u00e9");
        assertThat(get("/api/charset")).isEqualTo("200 t\u00e9");
        assertThat(get("/api/encoding")).isEqualTo("200 \"t\u00e9\"");
    }

    @ParameterizedTest
    @EnumSource
    void signs_answersToHead(AnyContainer container) throws Exception {
        start(container);

        HttpResponse<String> response = call("HEAD", "/api/typed", "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Signature")).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void signs_errorsAndRedirects_whichAreNotFollowed(AnyContainer container) throws Exception {
        start(container);

        assertThat(get("/api/missing")).isEqualTo("404 {\"type\":\"about:blank\",\"status\":404}");
        assertThat(get("/api/moved")).isEqualTo("302 ");
        assertThat(get("/api/fail")).isEqualTo("500 error page");
    }

    @ParameterizedTest
    @EnumSource
    void takes_noOrders_afterAnErrorOrARedirect(AnyContainer container) throws Exception {
        start(container);

        HttpResponse<String> error = call("GET", "/api/error-then-more", "");
        assertThat(error.statusCode()).isEqualTo(403);
        assertThat(error.body()).isEqualTo("{\"type\":\"about:blank\",\"status\":403}");
        assertThat(error.headers().firstValue("Content-Type")).get().asString().startsWith("application/problem+json");
        assertThat(error.headers().firstValue("Allow")).contains("GET");
        assertThat(error.headers().firstValue("X")).isEmpty();
        assertThat(error.headers().firstValue("Y")).isEmpty();
        assertThat(get("/api/moved-then-more")).isEqualTo("302 ");
    }

    @ParameterizedTest
    @EnumSource
    void sends_nothingThatWasWithdrawn(AnyContainer container) throws Exception {
        start(container);

        assertThat(get("/api/reset-buffer")).isEqualTo("200 tea");
        assertThat(get("/api/reset-writer")).isEqualTo("200 tea");
    }

    @ParameterizedTest
    @EnumSource
    void says_theCharsetThatTheWriterWritesIn(AnyContainer container) throws Exception {
        start(container);

        assertThat(get("/api/late-charset")).isEqualTo("200 t\u00e9");
    }

    @ParameterizedTest
    @EnumSource
    void signs_whatIsIncluded_whateverItSays(AnyContainer container) throws Exception {
        start(container);

        assertThat(get("/api/digest-include")).isEqualTo("200 tea");
        assertThat(get("/api/include-error")).matches("200 tea|404 .*");
    }

    @ParameterizedTest
    @EnumSource
    void signs_theErrorPage_whateverWasSaidOfItsContent(AnyContainer container) throws Exception {
        start(container);

        assertThat(get("/api/digest-fail")).isEqualTo("500 error page");
    }

    @ParameterizedTest
    @EnumSource
    void sends_noContent_whereTheStatusHasNone(AnyContainer container) throws Exception {
        start(container);

        assertThat(get("/api/205")).isEqualTo("205 ");
        assertThat(get("/api/bad-length")).isEqualTo("200 tea");
    }

    @ParameterizedTest
    @EnumSource
    void refuses_whatNobodyCouldSign(AnyContainer container) throws Exception {
        start(container);

        assertThat(get("/api/trailers")).isEqualTo("500 error page");
        assertThat(get("/api/upgrade")).isEqualTo("500 error page");
    }

    @ParameterizedTest
    @EnumSource
    void answers503_whereItCannotSignAnyMore_whatItDecidedBefore(AnyContainer container) throws Exception {
        afterDecision = () -> clock.advance(Duration.ofMinutes(6));
        start(container);

        assertThat(refusal("/api/stream").status()).isEqualTo(503);
    }

    @ParameterizedTest
    @EnumSource
    void signs_refusals_ofAProvenCaller(AnyContainer container) throws Exception {
        start(container);

        assertThat(get("/closed/x")).startsWith("403 ");
    }

    @ParameterizedTest
    @EnumSource
    void signs_theAnswerToABody_thatWasCompared(AnyContainer container) throws Exception {
        start(container);

        assertThat(call("POST", "/api/read", "two cups").body()).isEqualTo("two cups");
    }

    @ParameterizedTest
    @EnumSource
    void answersWithAnError_whatIsTooLongToBeHeld(AnyContainer container) throws Exception {
        start(container);

        assertThat(get("/api/long")).startsWith("500 ");
    }

    @ParameterizedTest
    @EnumSource
    void streams_whatStatesItsDigestBefore(AnyContainer container) throws Exception {
        start(container);

        HttpResponse<String> response = call("GET", "/api/ahead", "");

        assertThat(response.body()).hasSize(Answerer.LONG);
        assertThat(response.headers().firstValue("Content-Length")).contains(Integer.toString(Answerer.LONG));
        assertThat(refusal("/api/ahead-wrong").fault()).isEqualTo(AnswerFault.ANSWER_BODY);
    }

    @ParameterizedTest
    @EnumSource
    void letsNoAnswerBecomeAsynchronous(AnyContainer container) throws Exception {
        start(container);

        assertThat(get("/api/async")).isEqualTo("200 false");
        assertThat(get("/api/start-async")).isEqualTo("500 error page");
    }

    @ParameterizedTest
    @EnumSource
    void case40_refuses_whatIsNotSigned(AnyContainer container) throws Exception {
        start(container);

        assertThat(refusal("/public/stream").fault()).isEqualTo(AnswerFault.ANSWER_UNSIGNED);
        assertThat(refusal("/public/stream").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void refuses_whatAPublicHandlerPassesOn_becauseItIsAPartOnly(AnyContainer container) throws Exception {
        start(container);

        assertThat(refusal("/public/include").fault()).isEqualTo(AnswerFault.ANSWER_UNSIGNED);
        assertThat(audit.events()).extracting(AuditEvent::reason).endsWith("answer-begun");
    }

    @ParameterizedTest
    @EnumSource
    void refuses_theAnswerOfAnotherWorkload(AnyContainer container) throws Exception {
        start(container);
        HttpClient wrong = client(root.identity(), authority.issue("/billing"));

        assertThatThrownBy(() -> wrong.send(request("GET", "/api/stream", ""), BodyHandlers.ofString()))
                .isInstanceOf(UnprovenAnswerException.class)
                .hasMessageContaining("answer-workload");
    }

    @ParameterizedTest
    @EnumSource
    void answers503_whileItCannotProveWhoItIs(AnyContainer container) throws Exception {
        start(container);
        clock.advance(Duration.ofMinutes(6));

        assertThat(refusal("/api/stream").status()).isEqualTo(503);
        assertThat(audit.events()).extracting(AuditEvent::reason).endsWith("answer-unsignable");
    }
}
