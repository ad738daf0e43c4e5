package dev.zt.jaxrs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Whatever a test does with one connection, on a free port of the loopback address. */
public final class Peer implements AutoCloseable {
    private static final int LONG = 10_000;

    private final ServerSocket socket;

    /** What is done with a connection, which is closed afterwards. */
    public interface Behaviour {
        void meet(Socket connection) throws Exception;
    }

    private Peer(ServerSocket socket) {
        this.socket = socket;
    }

    public static Peer which(Behaviour behaviour) throws IOException {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        socket.setSoTimeout(LONG);
        var unused = CompletableFuture.runAsync(
                () -> {
                    try (Socket connection = socket.accept()) {
                        connection.setSoTimeout(LONG);
                        behaviour.meet(connection);
                    } catch (Exception e) {
                        // The test sees it by its own end of the connection.
                    }
                },
                task -> new Thread(task, "peer").start());
        return new Peer(socket);
    }

    public URI place() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/orders");
    }

    public static void answer(Socket connection, String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        connection.getOutputStream().flush();
    }

    /** Whether the other end leaves. */
    public static boolean ends(Socket connection) {
        try {
            connection.getInputStream().readAllBytes();
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            // A connection that is reset has ended as well.
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
