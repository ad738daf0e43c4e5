package dev.zt.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsExchange;
import dev.zt.guard.Admission;
import dev.zt.guard.Answer;
import dev.zt.guard.AnswerSignature;
import dev.zt.guard.Guard;
import dev.zt.guard.RefusedBodyException;
import dev.zt.identity.CallerId;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import dev.zt.verify.VerifiedCaller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** What a {@link TestService} does with each exchange: asks the guard, if there is one, remembers and answers. */
final class ServedExchanges implements HttpHandler {
    private final List<ReceivedRequest> received = new CopyOnWriteArrayList<>();
    private final @Nullable Guard guard;
    private volatile UnaryOperator<String> onTheWay = UnaryOperator.identity();
    private volatile Function<ReceivedRequest, TestReply> handler = request -> TestReply.of(200, request.text());

    ServedExchanges(@Nullable Guard guard) {
        this.guard = guard;
    }

    void answering(Function<ReceivedRequest, TestReply> newHandler) {
        handler = newHandler;
    }

    void spoiling(UnaryOperator<String> newOnTheWay) {
        onTheWay = newOnTheWay;
    }

    List<ReceivedRequest> received() {
        return List.copyOf(received);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            decide(exchange);
        }
    }

    private void decide(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Guard asked = guard;
        if (asked == null) {
            send(exchange, handler.apply(remember(exchange, body, Optional.empty())), List.of(), Optional.empty());
            return;
        }
        Admission admission = asked.admit(call(exchange));
        if (admission instanceof Admission.Refused refused) {
            refuse(exchange, refused, body);
            return;
        }
        try {
            serve(exchange, (Admission.Granted) admission, body);
        } catch (RefusedBodyException e) {
            refuse(exchange, e.refused(), body);
        }
    }

    private void refuse(HttpExchange exchange, Admission.Refused refused, byte[] body) throws IOException {
        remember(exchange, body, Optional.empty());
        Answer answer = refused.answer();
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        send(exchange, new TestReply(answer.status(), Map.of(), text), answer.headers(), Optional.empty());
    }

    private void serve(HttpExchange exchange, Admission.Granted granted, byte[] body) throws IOException {
        byte[] read = granted.bindsBody()
                ? granted.requestBody(new ByteArrayInputStream(body)).readAllBytes()
                : body;
        granted.finishBody();
        ReceivedRequest request = remember(exchange, read, granted.caller().map(VerifiedCaller::id));
        send(exchange, handler.apply(request), granted.headers(), granted.answerSignature());
    }

    private ReceivedRequest remember(HttpExchange exchange, byte[] body, Optional<CallerId> caller) {
        Map<String, List<String>> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        ReceivedRequest request = new ReceivedRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                headers,
                new String(body, StandardCharsets.UTF_8),
                certificates(exchange).get(),
                caller);
        received.add(request);
        return request;
    }

    private static Call call(HttpExchange exchange) {
        URI target = exchange.getRequestURI();
        Call call = Call.of(
                        exchange.getRequestMethod(),
                        target.getRawPath(),
                        name -> exchange.getRequestHeaders().getOrDefault(name, List.of()),
                        // The port is one of the loopback address.
                        exchange instanceof HttpsExchange ? Channel.TLS : Channel.LOOPBACK)
                .withClientCertificates(certificates(exchange));
        return target.getRawQuery() == null ? call : call.withQuery(target.getRawQuery());
    }

    private static Supplier<List<X509Certificate>> certificates(HttpExchange exchange) {
        return () -> {
            try {
                Certificate[] shown = exchange instanceof HttpsExchange secure
                        ? secure.getSSLSession().getPeerCertificates()
                        : new Certificate[0];
                return Arrays.stream(shown).map(X509Certificate.class::cast).toList();
            } catch (SSLPeerUnverifiedException e) {
                return List.of();
            }
        };
    }

    private void send(
            HttpExchange exchange, TestReply reply, List<Answer.Header> more, Optional<AnswerSignature> signature)
            throws IOException {
        List<Answer.Header> all = new ArrayList<>(more);
        byte[] body = reply.text().getBytes(StandardCharsets.UTF_8);
        signature.ifPresent(signing ->
                all.addAll(signing.sign(reply.status(), reply.headers().get("Content-Type"), body)));
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        all.forEach(field -> exchange.getResponseHeaders().add(field.name(), field.value()));
        byte[] sent = onTheWay.apply(reply.text()).getBytes(StandardCharsets.UTF_8);
        boolean none = sent.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(reply.status(), none ? -1 : sent.length);
        if (!none) {
            exchange.getResponseBody().write(sent);
        }
    }
}
