package dev.zt.okhttp;

import dev.zt.outbound.AnswerStep;
import dev.zt.outbound.CallNotMadeException;
import dev.zt.outbound.OutboundAuth;
import dev.zt.outbound.OutboundExchange;
import java.io.IOException;
import okhttp3.Connection;
import okhttp3.Handshake;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSink;
import okio.HashingSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** Proves each request that goes over the network, exactly as it goes: behind redirects, caches and content codings. */
final class ProvingInterceptor implements Interceptor {
    private final Connecting connecting;

    ProvingInterceptor(Connecting connecting) {
        this.connecting = connecting;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        Progress progress = chain.call().tag(Progress.class);
        if (progress == null) {
            throw new CallNotMadeException("the client was derived from a proving one without its first interceptor");
        }
        OutboundExchange exchange = progress.next(request);
        RequestBody body = request.body();
        if (body != null && exchange.signsContent()) {
            exchange.content(sha256(body));
        }
        Response response = chain.proceed(proven(request, exchange, progress, chain.connection()));
        AnswerStep step = exchange.answered(response.code(), response::headers, isRepeatable(body));
        // Without the proofs, which caches would write down, and logs.
        return follow(step, response.newBuilder().request(request).build(), progress);
    }

    private Request proven(
            Request request, OutboundExchange exchange, Progress progress, @Nullable Connection connection)
            throws CallNotMadeException {
        if (exchange.isDeclared() && !connecting.isRight(connection, request.isHttps())) {
            throw new CallNotMadeException("the connection was not made as the client was told to make it");
        }
        Request.Builder proven = request.newBuilder();
        exchange.show().forEach(proven::header);
        if (isOutdated(progress.auth(), connection)) {
            // Whatever the protocol, OkHttp begins nothing more on this connection then.
            proven.header("Connection", "close");
        }
        return proven.build();
    }

    private static Response follow(AnswerStep step, Response response, Progress progress) throws IOException {
        if (step instanceof AnswerStep.Refuse refused) {
            response.close();
            throw refused.cause();
        }
        if (step instanceof AnswerStep.Again) {
            progress.repeat();
        }
        return step instanceof AnswerStep.Compare comparison ? compared(comparison, response) : response;
    }

    private static Response compared(AnswerStep.Compare comparison, Response response) throws IOException {
        try (ResponseBody body = response.body()) {
            byte[] all = comparison.read(body.byteStream());
            return response.newBuilder()
                    .body(ResponseBody.create(all, body.contentType()))
                    .build();
        }
    }

    private static boolean isOutdated(OutboundAuth auth, @Nullable Connection connection) {
        Handshake handshake = connection == null ? null : connection.handshake();
        return handshake != null && auth.isOutdated(handshake.localCertificates());
    }

    private static boolean isRepeatable(@Nullable RequestBody body) {
        return body == null || !(body.isOneShot() || body.isDuplex());
    }

    private static byte[] sha256(RequestBody body) throws IOException {
        if (!isRepeatable(body)) {
            throw new IOException(
                    "content is hashed before it is signed and sent, so it must be able to start over: its"
                            + " body is one-shot or duplex");
        }
        HashingSink hash = HashingSink.sha256(Okio.blackhole());
        try (BufferedSink sink = Okio.buffer(hash)) {
            body.writeTo(sink);
        }
        return hash.hash().toByteArray();
    }
}
