package dev.zt.outbound;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** An answer that shows of its request what the user made of it, and not the proof, which logs and tools would write down. */
final class PlainAnswer<T> implements HttpResponse<T> {
    private final HttpResponse<T> answer;
    private final HttpRequest request;

    PlainAnswer(HttpResponse<T> answer, HttpRequest request) {
        this.answer = answer;
        this.request = request;
    }

    @Override
    public int statusCode() {
        return answer.statusCode();
    }

    @Override
    public HttpRequest request() {
        return request;
    }

    /** Empty: the client beneath repeats nothing and follows no redirect. */
    @Override
    public Optional<HttpResponse<T>> previousResponse() {
        return Optional.empty();
    }

    @Override
    public HttpHeaders headers() {
        return answer.headers();
    }

    @Override
    public T body() {
        return answer.body();
    }

    @Override
    public Optional<SSLSession> sslSession() {
        return answer.sslSession();
    }

    @Override
    public URI uri() {
        return answer.uri();
    }

    @Override
    public HttpClient.Version version() {
        return answer.version();
    }

    /** Overrides a method of JDK 25, which a class for release 17 cannot name as overridden. */
    public Optional<String> connectionLabel() {
        return ConnectionLabel.of(answer);
    }

    @Override
    public String toString() {
        return answer.toString();
    }
}
