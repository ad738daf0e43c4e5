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
import java.util.Map;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/** Proves each request of a classic client exactly as it goes: behind redirects, repetitions and content codings. */
final class ClassicProving implements ExecChainHandler {
    private final OutboundAuth auth;

    ClassicProving(OutboundAuth auth) {
        this.auth = auth;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        OutboundExchange exchange =
                Progress.next(auth, request, request.getEntity(), scope.route, scope.clientContext, scope.exchangeId);
        HttpEntity entity = request.getEntity();
        if (entity != null && exchange.signsContent()) {
            exchange.content(sha256(entity));
        }
        boolean repeatable = entity == null || entity.isRepeatable();
        while (true) {
            ClassicHttpResponse response = proceed(request, exchange.show(), scope, chain);
            AnswerStep step =
                    exchange.answered(response.getCode(), name -> Progress.values(response, name), repeatable);
            if (!(step instanceof AnswerStep.Again)) {
                return followed(step, response);
            }
            EntityUtils.consume(response.getEntity());
            response.close();
        }
    }

    // A copy, because the client adds fields of its own to what it sends, and may send the same request again by
    // itself.
    private ClassicHttpResponse proceed(
            ClassicHttpRequest request, Map<String, String> shown, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        if (!shown.isEmpty() && !Progress.isSafe(auth, scope.route)) {
            throw new IOException("plain HTTP to loopback needs a client that uses no proxy");
        }
        ClassicRequestBuilder proven = ClassicRequestBuilder.copy(request);
        shown.forEach(proven::setHeader);
        return chain.proceed(proven.build(), scope);
    }

    private static ClassicHttpResponse followed(AnswerStep step, ClassicHttpResponse response) throws IOException {
        if (step instanceof AnswerStep.Refuse refused) {
            response.close();
            throw refused.cause();
        }
        if (step instanceof AnswerStep.Compare comparison) {
            compare(comparison, response);
        }
        return response;
    }

    private static void compare(AnswerStep.Compare comparison, ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        try (InputStream body = entity == null ? InputStream.nullInputStream() : entity.getContent()) {
            byte[] all = comparison.read(body);
            if (entity != null) {
                response.setEntity(new ByteArrayEntity(
                        all, ContentType.parse(entity.getContentType()), entity.getContentEncoding()));
            }
        } catch (IOException e) {
            response.close();
            throw e;
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
