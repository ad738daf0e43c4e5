package dev.zt.authority;

import dev.zt.guard.Answer;
import dev.zt.jose.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One request and its answer. Used by one thread. */
final class Exchange {
    private static final String REASONS = "https://zt.dev/reasons#";

    private final Request request;
    private final Response response;
    private final Callback callback;

    Exchange(Request request, Response response, Callback callback) {
        this.request = request;
        this.response = response;
        this.callback = callback;
    }

    String method() {
        return request.getMethod();
    }

    /** The path as sent: whatever is not exactly a path of ours is none. */
    String path() {
        String path = request.getHttpURI().getPath();
        return path == null ? "" : path;
    }

    String address() {
        return Request.getRemoteAddr(request);
    }

    /** The content of the request; empty if there is none, or it is longer than 64 KiB. */
    byte[] body() {
        return WholeBody.of(request);
    }

    void json(int status, Map<String, ?> members) {
        answer(status, "application/json", Json.write(members));
    }

    void document(String type, Publication.Document document) {
        String tag = '"' + document.hash() + '"';
        response.getHeaders().put(HttpHeader.ETAG, tag);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
        if (tag.equals(request.getHeaders().get(HttpHeader.IF_NONE_MATCH))) {
            response.setStatus(304);
            callback.succeeded();
        } else {
            answer(200, type, document.text());
        }
    }

    void refuse(Refusal refusal) {
        if (refusal.status() == 429 || refusal.status() == 503) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
        }
        problem(refusal.status(), refusal.id(), "The authority does not issue");
    }

    void problem(int status, String type, String title) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", REASONS + type);
        members.put("title", title);
        members.put("status", (long) status);
        answer(status, "application/problem+json", Json.write(members));
    }

    /** What a guard answers somebody whom it refuses. */
    void answer(Answer answer) {
        response.setStatus(answer.status());
        answer.headers().forEach(header -> response.getHeaders().add(header.name(), header.value()));
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }

    private void answer(int status, String type, String text) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        if (!response.getHeaders().contains(HttpHeader.CACHE_CONTROL)) {
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        }
        response.write(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), callback);
    }
}
