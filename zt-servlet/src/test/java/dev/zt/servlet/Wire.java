package dev.zt.servlet;

import dev.zt.own.WorkloadProof;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** HTTP/1.1 as bytes, so that nothing is tidied up on the way to the server. */
final class Wire {
    private Wire() {}

    /** One response. */
    record Reply(int status, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.get(name.toLowerCase(Locale.ROOT));
        }
    }

    static String[] headers(WorkloadProof proof) {
        return new String[] {
            "Workload-Identity-Token: " + proof.workloadIdentityToken(), "Authorization: " + proof.authorization()
        };
    }

    static String request(String method, String target, String... headerLines) {
        StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: orders.internal\r\n");
        for (String line : headerLines) {
            text.append(line).append("\r\n");
        }
        return text.append("Connection: close\r\n\r\n").toString();
    }

    static Reply send(int port, String request) throws IOException {
        return sendAll(port, request).get(0);
    }

    /** Sends several requests in one write over one connection. */
    static List<Reply> sendAll(int port, String... requests) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(String.join("", requests).getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            InputStream in = new ByteArrayInputStream(socket.getInputStream().readAllBytes());
            List<Reply> replies = new ArrayList<>();
            for (String request : requests) {
                replies.add(read(in, request.startsWith("HEAD ")));
            }
            return replies;
        }
    }

    private static Reply read(InputStream in, boolean head) throws IOException {
        int status = Integer.parseInt(line(in).split(" ", -1)[1]);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
        boolean sized = headers.containsKey("content-length");
        int length = sized && !head ? Integer.parseInt(headers.get("content-length")) : Integer.MAX_VALUE;
        return new Reply(status, headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().trim();
    }
}
