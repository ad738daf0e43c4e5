package dev.zt.apacheclient;

import dev.zt.outbound.AnswerStep;
import dev.zt.outbound.OutboundAuth;
import dev.zt.outbound.OutboundExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/** Proves each request of a classic client exactly as it goes: behind redirects, repetitions and content codings. */
final class ClassicProving implements ExecChainHandler {
    // Of an answer that is thrown away, so that its connection can be kept.
    private static final int MOST_DRAINED = 64 << 10;

    private final OutboundAuth auth;

    ClassicProving(OutboundAuth auth) {
        this.auth = auth;
    }

    /** The outermost part: gives the user what was carried past the client's repetitions. */
    static ClassicHttpResponse end(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        try {
            return chain.proceed(request, scope);
        } catch (ZtFailure e) {
            throw e.failure();
        } finally {
            Progress.end(scope.clientContext, scope.exchangeId);
        }
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        HttpEntity entity = request.getEntity();
        OutboundExchange exchange = begin(request, scope);
        boolean repeatable = entity == null || entity.isRepeatable();
        while (true) {
            ClassicHttpResponse response = proceed(request, exchange, scope, chain);
            AnswerStep step =
                    exchange.answered(response.getCode(), name -> Progress.values(response, name), repeatable);
            if (!(step instanceof AnswerStep.Again)) {
                return followed(step, response, scope);
            }
            discard(response, scope);
        }
    }

    private OutboundExchange begin(ClassicHttpRequest request, ExecChain.Scope scope) throws IOException, ZtFailure {
        HttpEntity entity = request.getEntity();
        try {
            OutboundExchange exchange =
                    Progress.next(auth, request, entity, scope.route, scope.clientContext, scope.exchangeId);
            if (entity != null && exchange.signsContent()) {
                exchange.content(sha256(entity));
            }
            return exchange;
        } catch (IOException e) {
            throw new ZtFailure(e);
        }
    }

    // A copy, because the client adds fields of its own to what it sends, and may send the same request again by
    // itself.
    private ClassicHttpResponse proceed(
            ClassicHttpRequest request, OutboundExchange exchange, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        try {
            Shown.put(scope.clientContext, scope.exchangeId, scope.route, auth, exchange, exchange.show());
        } catch (IOException e) {
            throw new ZtFailure(e);
        }
        return chain.proceed(ClassicRequestBuilder.copy(request).build(), scope);
    }

    private static ClassicHttpResponse followed(AnswerStep step, ClassicHttpResponse response, ExecChain.Scope scope)
            throws IOException, ZtFailure {
        if (step instanceof AnswerStep.Refuse refused) {
            throw abandoned(refused.cause(), response, scope);
        }
        if (step instanceof AnswerStep.Compare comparison) {
            compare(comparison, response, scope);
        }
        return response;
    }

    private static void compare(AnswerStep.Compare comparison, ClassicHttpResponse response, ExecChain.Scope scope)
            throws IOException, ZtFailure {
        HttpEntity entity = response.getEntity();
        try {
            byte[] all = comparison.read(entity == null ? InputStream.nullInputStream() : entity.getContent());
            if (entity != null) {
                response.setEntity(new HeldEntity(entity, all));
            }
        } catch (IOException e) {
            throw abandoned(e, response, scope);
        }
    }

    private static ZtFailure abandoned(IOException why, ClassicHttpResponse response, ExecChain.Scope scope) {
        abandon(response, scope);
        return new ZtFailure(why);
    }

    // Without reading on: to close an answer is to read it to its end, which may never come, and fails where the
    // connection is closed before.
    private static void abandon(ClassicHttpResponse response, ExecChain.Scope scope) {
        scope.execRuntime.discardEndpoint();
        try {
            response.close();
        } catch (IOException e) {
            // Nobody wants it.
        }
    }

    private static void discard(ClassicHttpResponse response, ExecChain.Scope scope) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity != null && entity.getContent().readNBytes(MOST_DRAINED).length == MOST_DRAINED) {
            abandon(response, scope);
        } else {
            response.close();
        }
    }

    private static byte[] sha256(HttpEntity entity) throws IOException {
        if (!entity.isRepeatable()) {
            throw new IOException(
                    "content is hashed before it is signed and sent, so it must be able to start over: give it"
                            + " by a repeatable entity");
        }
        MessageDigest digest = newSha256();
        entity.writeTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        return digest.digest();
    }

    static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
