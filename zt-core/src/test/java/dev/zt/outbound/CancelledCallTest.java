package dev.zt.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.jose.PrivateJwk;
import dev.zt.keys.SignatureProvider;
import dev.zt.own.HeldIdentity;
import dev.zt.own.ServiceIdentity;
import dev.zt.verify.Forge;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CancelledCallTest {
    @Test
    void ends_theExchangeOfACancelledCall() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String origin = "http://127.0.0.1:" + silent.getLocalPort();
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(origin + "/orders")).build();

            CompletableFuture<HttpResponse<String>> answer = client(origin).sendAsync(request, BodyHandlers.ofString());
            try (Socket connection = silent.accept()) {
                assertThat(connection.getInputStream().read()).isEqualTo('G');
                answer.cancel(true);

                assertThat(ends(connection)).isTrue();
            }
            assertThat(answer).isCancelled();
        }
    }

    private static HttpClient client(String origin) throws Exception {
        Forge forge = new Forge();
        HeldIdentity held = HeldIdentity.of(
                "test",
                forge.wit(),
                PrivateJwk.parse(forge.holder.toJSONString()).orElseThrow(),
                SignatureProvider.bouncyCastle());
        ServiceIdentity me = ServiceIdentity.of(() -> held, () -> Instant.ofEpochSecond(Forge.NOW));
        return OutboundAuth.of(me).allowLoopbackHttp().to(origin).newHttpClient();
    }

    private static boolean ends(Socket connection) throws IOException {
        connection.setSoTimeout(10_000);
        try {
            connection.getInputStream().readAllBytes();
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            // A connection that is reset has ended as well.
        }
        return true;
    }
}
