package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.audit.AuditEvent;
import dev.zt.audit.AuditField;
import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.own.CallCredential;
import dev.zt.own.ServiceIdentity;
import dev.zt.own.SignableRequest;
import dev.zt.policy.Policy;
import dev.zt.testkit.ManualClock;
import dev.zt.testkit.RecordingAuditSink;
import dev.zt.testkit.TestAuthority;
import dev.zt.verify.VerifierRules;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletRegistration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests signed as a whole, in front of handlers that read them in every way, on each container. */
class SignedBodyTest {
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: core
            admit: {trust-domains: [shop.example]}
            workloads: {root: "spiffe://shop.example/root"}
            segments: {core: [root]}
            endpoints:
              open: {match: "POST /public/{**}", public: true}
              read: {match: "GET /api/{**}", requires: [use]}
              write: {match: "POST /api/{**}", requires: [use]}
              error: {match: "POST /error", requires: [use]}
              named: {match: "POST /named/{**}", requires: [use]}
            allow: [{id: root-all, caller: root, to: "*", scopes: [use]}]
            """;

    private final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
    private final TestAuthority authority = TestAuthority.of("shop.example", clock);
    private final ServiceIdentity root = authority.issue("/root").identity();
    private final RecordingAuditSink audit = new RecordingAuditSink();
    private final List<String> got = new CopyOnWriteArrayList<>();
    private AnyContainer.Running running;

    private void start(AnyContainer container) throws Exception {
        Guard guard = Guard.builder(
                        VerifierRules.of(App.AUDIENCE).acceptingSignatures(),
                        authority.bundles(),
                        PolicySource.fixed(Policy.read("test", POLICY.getBytes(StandardCharsets.UTF_8))))
                .clock(clock)
                .audit(audit, Guard.AuditNeed.BEST_EFFORT)
                .allowLoopbackHttp()
                .build();
        running = container.start((classes, context) -> {
            for (String mapping : List.of("/public/*", "/api/*", "/error")) {
                ServletRegistration.Dynamic servlet =
                        context.addServlet("at" + mapping.replaceAll("\\W", "-"), new BodyReader(got));
                servlet.addMapping(mapping);
                servlet.setAsyncSupported(true);
                servlet.setMultipartConfig(new MultipartConfigElement(""));
            }
            context.addServlet(BodyReader.NAMED, new BodyReader(got)).addMapping("/named/*");
            ZeroTrust.builder(guard)
                    .dispatchByName(BodyReader.NAMED, "/named/x")
                    .install(context);
        });
    }

    @AfterEach
    void stop() {
        running.close();
    }

    private static byte[] sha256(String body) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> signed(String method, String target, String body, String type) throws Exception {
        SignableRequest request = SignableRequest.of(method, URI.create("https://orders.internal" + target));
        request = body.isEmpty() ? request : request.content(sha256(body));
        CallCredential credential =
                root.sign(type.isEmpty() ? request : request.field("Content-Type", type), App.AUDIENCE);
        List<String> lines = new ArrayList<>();
        credential.headers().forEach((name, value) -> lines.add(name + ": " + value));
        if (!type.isEmpty()) {
            lines.add("Content-Type: " + type);
        }
        return lines;
    }

    private Wire.Reply send(String method, String target, List<String> lines, String body) throws Exception {
        List<String> all = new ArrayList<>(lines);
        all.add("Content-Length: " + body.length());
        return raw(Wire.request(method, target, all.toArray(String[]::new)) + body);
    }

    private Wire.Reply sendChunked(String target, List<String> lines, String body) throws Exception {
        List<String> all = new ArrayList<>(lines);
        all.add("Transfer-Encoding: chunked");
        StringBuilder chunks = new StringBuilder();
        for (int from = 0; from < body.length(); from += 1000) {
            String chunk = body.substring(from, Math.min(body.length(), from + 1000));
            chunks.append(Integer.toHexString(chunk.length()))
                    .append("\r\n")
                    .append(chunk)
                    .append("\r\n");
        }
        return raw(Wire.request("POST", target, all.toArray(String[]::new)) + chunks + "0\r\n\r\n");
    }

    private Wire.Reply raw(String text) throws Exception {
        return Wire.send(running.port(), text);
    }

    private Wire.Reply post(String target, String signedBody, String sentBody) throws Exception {
        return send("POST", target, signed("POST", target, signedBody, ""), sentBody);
    }

    private void assertBodyRefused(Wire.Reply reply) {
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("\"status\":400").doesNotContain("oil");
        assertThat(audit.events()).extracting(AuditEvent::reason).endsWith("body-changed");
        assertThat(audit.last().text(AuditField.PROOF)).isEqualTo("HTTP_SIGNATURE");
    }

    @ParameterizedTest
    @EnumSource
    void serves_whatWasSigned_inEveryWayOfReading(AnyContainer container) throws Exception {
        start(container);

        for (String way : List.of("/stream", "/reader", "/forward", "/async", "/redispatch")) {
            Wire.Reply reply = post("/api" + way, "tea for two", "tea for two");
            assertThat(reply.body()).as(way).isEqualTo("tea for two");
            assertThat(reply.status()).as(way).isEqualTo(200);
        }
        for (String way : List.of("/public/forward", "/public/named", "/public/named-include", "/api/named")) {
            assertThat(post(way, "tea", "tea").body()).as(way).isEqualTo("tea");
        }
        assertThat(post("/api/read-forward", "tea", "tea").body()).isEqualTo("done");
        assertThat(post("/api/nothing", "tea", "tea").body()).isEqualTo("done");
        assertThat(post("/api/close", "a".repeat(20_000), "a".repeat(20_000)).status())
                .isEqualTo(200);
        // Jetty throws the body away before its error page.
        if (container != AnyContainer.JETTY) {
            assertThat(post("/api/fail", "tea", "tea").body()).isEqualTo("page tea");
        }
        assertThat(send("GET", "/api/stream", signed("GET", "/api/stream", "", ""), "")
                        .status())
                .isEqualTo(200);
        assertThat(audit.events()).extracting(AuditEvent::reason).containsOnly("permitted");
    }

    @ParameterizedTest
    @EnumSource
    void case33_hands_noHandlerASwappedBody(AnyContainer container) throws Exception {
        start(container);

        for (String way : List.of("/stream", "/reader", "/forward", "/redispatch", "/nothing", "/swallow", "/close")) {
            assertBodyRefused(post("/api" + way, "tea", "oil"));
        }
        assertThat(post("/api/async", "tea", "oil").status()).isEqualTo(400);
        for (String way : List.of("/public/forward", "/public/named", "/public/named-include", "/api/named")) {
            assertBodyRefused(post(way, "tea", "oil"));
        }
        assertThat(got).isNotEmpty().containsOnly("failed");
    }

    @ParameterizedTest
    @EnumSource
    void case33_hands_noErrorPageASwappedBody(AnyContainer container) throws Exception {
        start(container);

        assertThat(post("/api/fail", "tea", "oil").body()).doesNotContain("oil");
        assertThat(got).isEmpty();
        assertThat(audit.events()).extracting(AuditEvent::reason).contains("body-changed");
    }

    @ParameterizedTest
    @EnumSource
    void case33_compares_longAndChunkedBodies(AnyContainer container) throws Exception {
        start(container);
        String body = "tea ".repeat(10_000);

        assertThat(sendChunked("/api/stream", signed("POST", "/api/stream", body, ""), body)
                        .status())
                .isEqualTo(200);
        assertBodyRefused(sendChunked("/api/stream", signed("POST", "/api/stream", body, ""), body + "oil"));
        assertBodyRefused(
                sendChunked("/api/stream", signed("POST", "/api/stream", body, ""), body.substring(0, 20_000)));
        assertBodyRefused(post("/api/begin", body, body + "oil"));
        assertThat(got).hasSize(2).element(1).isEqualTo("tea t");
    }

    @ParameterizedTest
    @EnumSource
    void case33_compares_whatTheLastHandlerLeaves(AnyContainer container) throws Exception {
        start(container);
        String body = "tea ".repeat(5_000);

        for (String way : List.of("/forward-begin", "/include-begin", "/named-begin")) {
            assertThat(post("/public" + way, body, body).status()).as(way).isEqualTo(200);
            assertBodyRefused(post("/public" + way, body, body + "oil"));
            assertBodyRefused(post("/api" + way, body, body + "oil"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void case33_refuses_aTruncatedBody(AnyContainer container) throws Exception {
        start(container);
        List<String> lines = signed("POST", "/api/stream", "tea for two", "");
        lines.add("Content-Length: 11");

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), running.port())) {
            socket.setSoTimeout(20_000);
            String text = Wire.request("POST", "/api/stream", lines.toArray(String[]::new)) + "tea";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).doesNotContain(" 200 ");
        }
        assertThat(got).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void case33_refuses_aBodyOfWhichNoDigestWasSigned(AnyContainer container) throws Exception {
        start(container);

        for (String way : List.of("/stream", "/nothing")) {
            assertThat(post("/api" + way, "", "oil").status()).isEqualTo(400);
            assertThat(audit.last().reason()).isEqualTo("signature-digest-missing");
            assertThat(sendChunked("/api" + way, signed("POST", "/api" + way, "", ""), "oil")
                            .status())
                    .isEqualTo(400);
            assertThat(audit.last().reason()).isEqualTo("body-unsigned");
        }
        assertThat(got).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void case33_ends_anAnswerThatHadBegun(AnyContainer container) throws Exception {
        start(container);

        try {
            assertThat(post("/api/early", "tea", "oil").body()).doesNotContain("oil");
        } catch (IOException | RuntimeException e) {
            // Cut off in the middle, which is all that can be said by then.
        }
        assertThat(got).isEmpty();
        assertThat(audit.last().reason()).isEqualTo("body-changed");
    }

    @ParameterizedTest
    @EnumSource
    void case34_refuses_anotherPathOrQuery(AnyContainer container) throws Exception {
        start(container);
        List<String> lines = signed("GET", "/api/query", "", "");

        for (String target : List.of("/api/query?a=1", "/api/stream")) {
            assertThat(send("GET", target, lines, "").status()).isEqualTo(400);
            assertThat(audit.last().reason()).isEqualTo("signature-invalid");
        }
        assertThat(send("POST", "/api/query", lines, "").status()).isEqualTo(400);
        assertThat(send("GET", "/api/query", lines, "").body()).isEqualTo("nullnull");
    }

    @ParameterizedTest
    @EnumSource
    void case34_takes_theQueryAsItWasSent(AnyContainer container) throws Exception {
        start(container);

        for (String query : List.of("a=%2F", "a=b%20c&d", "a=%c3%A9", "a=1+2")) {
            String target = "/api/query?" + query;
            Wire.Reply reply = send("GET", target, signed("GET", target, "", ""), "");
            assertThat(reply.status()).as(query).isEqualTo(200);
            assertThat(reply.body()).endsWith(query).doesNotStartWith("null");
        }
    }

    @ParameterizedTest
    @EnumSource
    void case34_takes_theContentTypeAsItWasSent(AnyContainer container) throws Exception {
        start(container);

        for (String type : List.of(
                "application/json",
                "application/json; charset=utf-8",
                "application/json;charset=UTF-8",
                "text/plain; charset=utf-8",
                "text/plain;charset=utf-8",
                "text/xml; charset=\"utf-8\"",
                "application/problem+json")) {
            assertThat(send("POST", "/api/stream", signed("POST", "/api/stream", "tea", type), "tea")
                            .status())
                    .as(type)
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void case39_refuses_aNonceTheSecondTime(AnyContainer container) throws Exception {
        start(container);
        List<String> lines = signed("POST", "/api/stream", "tea", "");

        assertThat(send("POST", "/api/stream", lines, "tea").status()).isEqualTo(200);
        assertThat(send("POST", "/api/stream", lines, "tea").status()).isEqualTo(400);
        assertThat(audit.events()).extracting(AuditEvent::reason).contains("signature-replayed");
        assertThat(got).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void refuses_toHaveAFormParsedUnchecked(AnyContainer container) throws Exception {
        start(container);

        for (String way : List.of("/form", "/map", "/names", "/values")) {
            for (String type : List.of(
                    "application/x-www-form-urlencoded",
                    "Application/X-WWW-Form-URLEncoded; charset=utf-8",
                    "application/x-www-form-urlencoded;charset=UTF-8",
                    "multipart/form-data; boundary=b")) {
                String target = "/api" + way + "?a=1";
                Wire.Reply reply = send("POST", target, signed("POST", target, "a=tea", type), "a=tea");
                assertThat(reply.body()).as(way + type).contains("read the body from getInputStream()");
            }
        }
        for (String way : List.of("/parts", "/part")) {
            String target = "/api" + way;
            String type = "multipart/form-data; boundary=b";
            assertThat(send("POST", target, signed("POST", target, "--b--", type), "--b--")
                            .body())
                    .contains("read it from getInputStream()");
        }
        String target = "/api/query?a=1";
        assertThat(send("POST", target, signed("POST", target, "{}", "application/json"), "{}")
                        .body())
                .isEqualTo("1a=1");
    }

    @ParameterizedTest
    @EnumSource
    void refuses_toBeReadPieceByPiece(AnyContainer container) throws Exception {
        start(container);

        assertThat(post("/api/listener", "tea", "tea").body()).contains("without a listener");
        assertThat(got).isEmpty();
    }
}
