package dev.zt.testkit;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A request as bytes, so that nothing is tidied up on the way to the server. */
final class RawTarget {
    private static final int TIMEOUT_MILLIS = 20_000;

    private RawTarget() {}

    /** The status of the answer to a {@code GET} of a target as it stands. */
    static int get(URI origin, String target, List<TestCall.Header> headers) throws IOException {
        StringBuilder request =
                new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: " + origin.getAuthority() + "\r\n");
        headers.forEach(field ->
                request.append(field.name()).append(": ").append(field.value()).append("\r\n"));
        request.append("Connection: close\r\n\r\n");
        try (Socket socket = new Socket(origin.getHost(), origin.getPort())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            if (!answer.matches("(?s)HTTP/1\\.1 [1-5][0-9][0-9][ \r].*")) {
                throw new AssertionError("no answer of HTTP to GET " + target);
            }
            return Integer.parseInt(answer.substring(9, 12));
        }
    }
}
