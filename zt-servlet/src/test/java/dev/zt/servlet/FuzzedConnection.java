package dev.zt.servlet;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A connection to a server that closes it whenever it likes, and so is opened again for the next request. */
final class FuzzedConnection implements AutoCloseable {
    private final int port;
    private Socket socket;
    private InputStream in;

    FuzzedConnection(int port) {
        this.port = port;
    }

    /** Asks for a target and answers with the status; 0 if the server said nothing that is HTTP. */
    int ask(String target, String... headerLines) throws IOException {
        if (socket == null) {
            open();
        }
        String request = "GET " + target + " HTTP/1.1\r\nHost: orders.internal\r\n" + String.join("\r\n", headerLines)
                + "\r\n\r\n";
        try {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return answer();
        } catch (IOException e) {
            close();
            return 0;
        }
    }

    private void open() throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(5_000);
        // Thousands a second would leave no port free.
        socket.setSoLinger(true, 0);
        in = new BufferedInputStream(socket.getInputStream());
    }

    private int answer() throws IOException {
        String[] first = line().split(" ", 3);
        int length = -1;
        boolean last = false;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String field = line.toLowerCase(Locale.ROOT);
            length = field.startsWith("content-length:")
                    ? Integer.parseInt(field.substring(15).trim())
                    : length;
            last |= field.equals("connection: close");
        }
        if (length < 0 || last) {
            in.readAllBytes();
            close();
        } else {
            in.readNBytes(length);
        }
        return first.length > 1 && first[0].startsWith("HTTP/") ? Integer.parseInt(first[1]) : 0;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("closed");
            }
            line.append((char) c);
        }
        return line.toString().trim();
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
