package dev.zt.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import javax.net.SocketFactory;

/**
 * A connection without a network, that answers 200 to every request without content. A client works as it does over a network,
 * and its time is its own: what it takes to wake a server that waits depends on how long the client took before, and hides
 * some microseconds. For one thread.
 */
final class CannedSocket extends Socket {
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int END_OF_HEAD = 0x0d0a0d0a;

    private final Requests requests = new Requests();
    private final Answers answers = new Answers(requests);
    private boolean connected;
    private boolean closed;

    /** Makes such connections, wherever they lead. */
    static final class Factory extends SocketFactory {
        @Override
        public Socket createSocket() {
            return new CannedSocket();
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException("clients connect by themselves");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            return createSocket(host, port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            return createSocket(host.getHostAddress(), port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            return createSocket(host.getHostAddress(), port);
        }
    }

    /** Counts the requests that are complete and not answered. */
    private static final class Requests extends OutputStream {
        private int last;
        private int open;

        @Override
        public void write(int octet) {
            last = (last << 8) | (octet & 0xff);
            if (last == END_OF_HEAD) {
                open++;
            }
        }

        // Only the end of what is written at once can be the end of a head: the clients here write a head at once.
        @Override
        public void write(byte[] octets, int offset, int length) {
            for (int i = Math.max(0, length - 4); i < length; i++) {
                write(octets[offset + i]);
            }
        }
    }

    private static final class Answers extends InputStream {
        private final Requests requests;
        private int next = ANSWER.length;

        Answers(Requests requests) {
            this.requests = requests;
        }

        private int remaining() throws IOException {
            if (next == ANSWER.length) {
                if (requests.open == 0) {
                    throw new SocketTimeoutException("nothing is asked");
                }
                requests.open--;
                next = 0;
            }
            return ANSWER.length - next;
        }

        @Override
        public int read() throws IOException {
            next = ANSWER.length - remaining();
            return ANSWER[next++];
        }

        @Override
        public int read(byte[] octets, int offset, int length) throws IOException {
            int read = Math.min(length, remaining());
            System.arraycopy(ANSWER, next, octets, offset, read);
            next += read;
            return read;
        }
    }

    @Override
    public InputStream getInputStream() {
        return answers;
    }

    @Override
    public OutputStream getOutputStream() {
        return requests;
    }

    @Override
    public void connect(SocketAddress endpoint) {
        connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) {
        connected = true;
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 2);
    }

    @Override
    public void setSoTimeout(int timeout) {}

    @Override
    public int getSoTimeout() {
        return 0;
    }

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public void setKeepAlive(boolean on) {}

    @Override
    public void setReuseAddress(boolean on) {}

    @Override
    public void setSoLinger(boolean on, int linger) {}
}
