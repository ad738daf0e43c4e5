package dev.zt.authority;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes octets on between a client and a server, and does something instead of passing on the n-th that a server says. */
final class Tap implements AutoCloseable {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final ServerSocket socket;
    private final AtomicInteger said = new AtomicInteger();
    private volatile int port;
    private volatile int last = Integer.MAX_VALUE;
    private volatile Runnable instead = () -> {};

    Tap() throws IOException {
        this.socket = new ServerSocket(0, 64, InetAddress.getByAddress(LOOPBACK));
    }

    int port() {
        return socket.getLocalPort();
    }

    void to(int serverPort) {
        port = serverPort;
        start(() -> {
            while (true) {
                Socket client = socket.accept();
                Socket server = new Socket(InetAddress.getByAddress(LOOPBACK), port);
                start(() -> client.getInputStream().transferTo(server.getOutputStream()));
                start(() -> pass(server.getInputStream(), client.getOutputStream()));
            }
        });
    }

    /** From now on counts what the server says, and at the n-th does something else. */
    void cut(int at, Runnable action) {
        instead = action;
        last = at;
        said.set(0);
    }

    private void pass(InputStream from, OutputStream to) throws IOException {
        byte[] chunk = new byte[16 << 10];
        for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
            if (said.incrementAndGet() == last) {
                instead.run();
                return;
            }
            to.write(chunk, 0, read);
            to.flush();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // One of the two went away.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
