package dev.zt.apacheclient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.outbound.UnprovenAnswerException;
import dev.zt.testkit.TestAuthority;
import dev.zt.testkit.TestWorkload;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleResponseConsumer;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.support.AsyncRequestBuilder;
import org.junit.jupiter.api.Test;

/** Answers whose end does not come, and answers that come before the request has ended. */
class UnfinishedTest {
    private static final String ENDLESS = "\r\nTransfer-Encoding: chunked";
    private static final String ASKING = "401 Unauthorized\r\nWWW-Authenticate: WPT";
    private static final String GOOD = "200 OK\r\nContent-Length: 0";

    private final TestAuthority authority = TestAuthority.of("shop.example", InstantSource.system());
    private final TestWorkload gateway = authority.issue("/gateway");

    private OutboundAuth proving(Scripted callee) {
        return OutboundAuth.of(gateway.identity()).allowLoopbackHttp().to(callee.origin());
    }

    private OutboundAuth signing(Scripted callee) {
        return OutboundAuth.of(gateway.identity())
                .allowLoopbackHttp()
                .to(Destination.of(callee.origin())
                        .signed()
                        .answersSignedBy(authority.issue("/orders").id()));
    }

    /** What it ends with: a status, or the name of what is thrown. */
    private static String classic(Scripted callee, OutboundAuth auth) throws Exception {
        return CompletableFuture.supplyAsync(() -> {
                    try (CloseableHttpClient http = ZtApacheClient.newClient(auth)) {
                        return http.execute(
                                ClassicRequestBuilder.get(callee.place()).build(),
                                response -> Integer.toString(response.getCode()));
                    } catch (UnprovenAnswerException e) {
                        return "unproven";
                    } catch (java.io.IOException e) {
                        return e.toString();
                    }
                })
                .get(20, TimeUnit.SECONDS);
    }

    private static String async(Scripted callee, OutboundAuth auth, AsyncEntityProducer content) throws Exception {
        try (CloseableHttpAsyncClient http = ZtApacheClient.newAsyncClient(auth)) {
            http.start();
            SimpleHttpResponse response = http.execute(
                            AsyncRequestBuilder.post(callee.place())
                                    .setEntity(content)
                                    .build(),
                            SimpleResponseConsumer.create(),
                            null)
                    .get(20, TimeUnit.SECONDS);
            return Integer.toString(response.getCode());
        } catch (ExecutionException e) {
            return e.getCause() instanceof UnprovenAnswerException ? "unproven" : e.toString();
        }
    }

    @Test
    void leaves_aRefusedAnswer_thatDoesNotEnd() throws Exception {
        try (Scripted callee = new Scripted("200 OK" + ENDLESS)) {
            assertThat(classic(callee, signing(callee))).isEqualTo("unproven");
        }
    }

    @Test
    void leaves_aRefusedAnswer_thatDoesNotEnd_async() throws Exception {
        try (Scripted callee = new Scripted("200 OK" + ENDLESS)) {
            assertThat(async(callee, signing(callee), null)).isEqualTo("unproven");
        }
    }

    @Test
    void leaves_aChallenge_thatDoesNotEnd() throws Exception {
        try (Scripted callee = new Scripted(ASKING + ENDLESS, GOOD)) {
            assertThat(classic(callee, proving(callee))).isEqualTo("200");
            assertThat(callee.connections()).isEqualTo(2);
        }
    }

    @Test
    void leaves_aChallenge_thatDoesNotEnd_async() throws Exception {
        try (Scripted callee = new Scripted(ASKING + ENDLESS, GOOD)) {
            assertThat(async(callee, proving(callee), null)).isEqualTo("200");
            assertThat(callee.connections()).isEqualTo(2);
        }
    }

    @Test
    void hands_onAChallenge_thatComesBeforeTheContentHasEnded() throws Exception {
        try (Scripted callee = new Scripted(ASKING + "\r\nContent-Length: 0", GOOD)) {
            AsyncEntityProducer much =
                    new BasicAsyncEntityProducer(new byte[32 << 20], ContentType.APPLICATION_OCTET_STREAM);

            assertThat(async(callee, proving(callee), much)).isEqualTo("401");
            assertThat(callee.connections()).isEqualTo(1);
        }
    }
}
