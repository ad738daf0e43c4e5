package dev.zt.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.jose.PrivateJwk;
import dev.zt.keys.SignatureProvider;
import dev.zt.own.HeldIdentity;
import dev.zt.own.ServiceIdentity;
import dev.zt.verify.Forge;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that another try follows, whose content nobody uses and whose end may never come. */
class EndlessAnswerTest {
    private static final String ASKING = "401 Unauthorized\r\nWWW-Authenticate: WPT";
    private static final String LEADING = "307 Temporary Redirect\r\nLocation: /orders/8";

    /** Answers the first request by a head and an endless body, and each other one by 200. */
    private static final class Endless implements AutoCloseable {
        private final ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        private final List<Socket> connections = new CopyOnWriteArrayList<>();
        private final String first;
        private final boolean silent;

        Endless(String first, boolean silent) throws IOException {
            this.first = first;
            this.silent = silent;
            begin(this::accept);
        }

        private static void begin(Runnable task) {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            thread.start();
        }

        private void accept() {
            try {
                while (true) {
                    Socket connection = listening.accept();
                    boolean isFirst = connections.isEmpty();
                    connections.add(connection);
                    begin(() -> serve(connection, isFirst));
                }
            } catch (IOException e) {
                // The test is over.
            }
        }

        private void serve(Socket connection, boolean isFirst) {
            try {
                connection.getInputStream().read(new byte[16 << 10]);
                OutputStream out = connection.getOutputStream();
                if (!isFirst) {
                    out.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nseven"));
                    return;
                }
                out.write(bytes("HTTP/1.1 " + first + "\r\nTransfer-Encoding: chunked\r\n\r\n"));
                while (!silent) {
                    out.write(bytes("400\r\n" + "x".repeat(1024) + "\r\n"));
                }
            } catch (IOException e) {
                // Whoever called has left.
            }
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }

        String origin() {
            return "http://127.0.0.1:" + listening.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            listening.close();
            for (Socket connection : connections) {
                connection.close();
            }
        }
    }

    private static HttpClient client(String origin) {
        Forge forge = new Forge();
        HeldIdentity held = HeldIdentity.of(
                "test",
                forge.wit(),
                PrivateJwk.parse(forge.holder.toJSONString()).orElseThrow(),
                SignatureProvider.bouncyCastle());
        ServiceIdentity me = ServiceIdentity.of(() -> held, () -> Instant.ofEpochSecond(Forge.NOW));
        return OutboundAuth.of(me).allowLoopbackHttp().to(origin).newHttpClient();
    }

    private static HttpResponse<String> get(Endless callee) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(callee.origin() + "/orders/7"))
                .build();
        CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return client(callee.origin()).send(request, BodyHandlers.ofString());
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        return answer.get(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {ASKING, LEADING})
    void leaves_anAnswerThatDoesNotEnd(String head) throws Exception {
        try (Endless callee = new Endless(head, false)) {
            assertThat(get(callee).body()).isEqualTo("seven");
        }
    }

    @Test
    void leaves_anAnswerThatSaysNoMore() throws Exception {
        try (Endless callee = new Endless(ASKING, true)) {
            assertThat(get(callee).body()).isEqualTo("seven");
        }
    }
}
