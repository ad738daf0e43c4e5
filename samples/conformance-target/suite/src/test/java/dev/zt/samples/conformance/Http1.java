package dev.zt.samples.conformance;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** HTTP/1.1 as bytes: nothing is tidied up on the way, and one connection serves one request. */
final class Http1 {
    private static final int TIMEOUT_MILLIS = 20_000;

    private Http1() {}

    /** Sends bytes as they are, and reads one answer to a request of a method. */
    static Reply send(int port, String method, String bytes) throws IOException {
        return over(port, (in, out) -> {
            out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return read(in, method.equals("HEAD"));
        });
    }

    /** What is said on one connection. */
    @FunctionalInterface
    interface Exchange {
        Reply talk(InputStream in, OutputStream out) throws IOException;
    }

    /** Talks over a new connection; that there is none is no answer but a target that does not run. */
    static Reply over(int port, Exchange exchange) throws IOException {
        try (Socket socket = open(port)) {
            return talk(socket, exchange);
        }
    }

    private static Reply talk(Socket socket, Exchange exchange) throws IOException {
        try {
            return exchange.talk(new BufferedInputStream(socket.getInputStream()), socket.getOutputStream());
        } catch (SocketException | EOFException e) {
            // Closed while we wrote or read: no answer is a refusal, too.
            return Reply.CLOSED;
        }
    }

    private static Socket open(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** Sends two requests in one write over one connection. */
    static List<Reply> sendTwo(int port, String bytes) throws IOException {
        try (Socket socket = open(port)) {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            return List.of(read(in, false), read(in, false));
        }
    }

    /** A request of one line and some header fields, closed by the server after its answer. */
    static String request(String line, List<String> headers) {
        StringBuilder text = new StringBuilder(line).append("\r\n");
        headers.forEach(header -> text.append(header).append("\r\n"));
        return text.append("Connection: close\r\n\r\n").toString();
    }

    /** Reads one answer. */
    static Reply read(InputStream in, boolean head) throws IOException {
        String first = line(in);
        if (!first.startsWith("HTTP/")) {
            // HTTP/0.9 answers have no head.
            return new Reply(
                    first.isEmpty() ? 0 : 200, Map.of(), first + new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        int status = Integer.parseInt(first.split(" ", -1)[1]);
        Map<String, List<String>> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), unused -> new ArrayList<>())
                    .add(line.substring(colon + 1).trim());
        }
        if (status == 100) {
            return read(in, head);
        }
        return new Reply(status, headers, head || status == 101 ? "" : body(in, headers));
    }

    private static String body(InputStream in, Map<String, List<String>> headers) throws IOException {
        List<String> length = headers.get("content-length");
        if (length != null) {
            return new String(in.readNBytes(Integer.parseInt(length.get(0))), StandardCharsets.UTF_8);
        }
        if (!headers.containsKey("transfer-encoding")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        StringBuilder body = new StringBuilder();
        for (int size = chunk(in); size > 0; size = chunk(in)) {
            body.append(new String(in.readNBytes(size), StandardCharsets.UTF_8));
            line(in);
        }
        return body.toString();
    }

    private static int chunk(InputStream in) throws IOException {
        String size = line(in);
        return size.isEmpty() ? 0 : Integer.parseInt(size, 16);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int c = in.read();
        while (c >= 0 && c != '\n') {
            line.append((char) c);
            c = in.read();
        }
        return line.toString().stripTrailing();
    }
}
