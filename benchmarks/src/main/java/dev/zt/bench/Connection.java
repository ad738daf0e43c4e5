package dev.zt.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One kept-alive connection of a load generator, with at most one request on its way. */
final class Connection {
    private static final int BUFFER = 16 << 10;

    private final SocketChannel channel;
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
    private long sentAt;

    private Connection(SocketChannel channel) {
        this.channel = channel;
    }

    static Connection open(int port, Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        Connection connection = new Connection(channel);
        channel.register(selector, SelectionKey.OP_READ, connection);
        return connection;
    }

    void send(byte[] request) throws IOException {
        out.clear().put(request).flip();
        sentAt = System.nanoTime();
        // The peer has read all that was sent before, so there is room for a request and this does not turn in vain.
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    /** Takes what has come; null while the response is not whole. */
    @Nullable
    Response receive() throws IOException {
        if (channel.read(in) < 0) {
            throw new IOException("the server closed a connection");
        }
        Response response = Response.in(in);
        if (response != null) {
            in.clear();
        }
        return response;
    }

    long sentAt() {
        return sentAt;
    }
}
