package dev.zt.apacheclient;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers in plain text on the loopback address whatever a test says, one answer to each connection. */
final class Scripted implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final List<String> heads;

    /**
     * Answers by heads alone, the last of them for all that come later.
     *
     * @param heads of answers; what ends with {@code chunked} is followed by a body that does not end
     */
    Scripted(String... heads) throws IOException {
        this.heads = List.of(heads);
        begin(this::accept);
    }

    private static void begin(Runnable task) {
        Thread thread = new Thread(task, "scripted");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = listening.accept();
                String head = heads.get(Math.min(connections.size(), heads.size() - 1));
                connections.add(connection);
                begin(() -> answer(connection, head));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private static void answer(Socket connection, String head) {
        try {
            readHead(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            out.write(bytes("HTTP/1.1 " + head + "\r\n\r\n"));
            while (head.endsWith("chunked")) {
                out.write(bytes("400\r\n" + "x".repeat(1024) + "\r\n"));
            }
        } catch (IOException e) {
            // Whoever called has left.
        }
    }

    // Not more: content that is on its way stays there.
    private static void readHead(InputStream in) throws IOException {
        String end = "";
        while (!end.endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            end = (end + (char) next).substring(Math.max(0, end.length() - 3));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    String origin() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    URI place() {
        return URI.create(origin() + "/orders");
    }

    int connections() {
        return connections.size();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }
}
