package dev.zt.samples.demo;

import dev.zt.own.ServiceIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Listens on somebody else's port with a certificate of its own, and reads whatever callers tell it. */
final class Lurker {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final SSLServerSocket server;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger octets = new AtomicInteger();

    private Lurker(SSLServerSocket server) {
        this.server = server;
    }

    static Lurker at(int port, ServiceIdentity identity) throws IOException {
        SSLServerSocket server = (SSLServerSocket) identity.serverTls()
                .getServerSocketFactory()
                .createServerSocket(port, 16, InetAddress.getByAddress(LOOPBACK));
        Lurker lurker = new Lurker(server);
        Thread thread = new Thread(lurker::listen, "lurker");
        thread.setDaemon(true);
        thread.start();
        return lurker;
    }

    private void listen() {
        while (true) {
            try (SSLSocket socket = (SSLSocket) server.accept()) {
                connections.incrementAndGet();
                socket.setSoTimeout(1_000);
                while (socket.getInputStream().read() >= 0) {
                    octets.incrementAndGet();
                }
            } catch (IOException e) {
                // The caller went away, as it should.
            }
        }
    }

    String heard() {
        return connections.get() + " " + octets.get();
    }
}
