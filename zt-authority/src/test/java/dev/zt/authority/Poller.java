package dev.zt.authority;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One connection that asks for the status again and again, as an instance does, and counts every octet. */
final class Poller implements AutoCloseable {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final SSLSocket socket;
    private final DataInputStream answers;
    private String tag = "";

    private Poller(SSLSocket socket) throws IOException {
        this.socket = socket;
        this.answers = new DataInputStream(socket.getInputStream());
    }

    static Poller connect(SSLContext tls, int port, LongAdder received, LongAdder sent) throws IOException {
        Socket plain = new Counted(port, received, sent);
        return new Poller((SSLSocket) tls.getSocketFactory().createSocket(plain, "127.0.0.1", port, true));
    }

    /** Asks once; whether there was something new. */
    boolean ask() throws IOException {
        String known = tag.isEmpty() ? "" : "If-None-Match: " + tag + "\r\n";
        String request = "GET /status HTTP/1.1\r\nHost: 127.0.0.1\r\n" + known + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String status = line();
        int length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).strip());
            } else if (header.startsWith("etag:")) {
                tag = line.substring(5).strip();
            }
        }
        answers.readFully(new byte[length]);
        return status.contains(" 200 ");
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = answers.read(); c != '\n'; c = answers.read()) {
            if (c < 0) {
                throw new EOFException("the authority went away");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** A socket that counts what goes over the wire, TLS and all. */
    private static final class Counted extends Socket {
        private final LongAdder received;
        private final LongAdder sent;

        Counted(int port, LongAdder received, LongAdder sent) throws IOException {
            super(InetAddress.getByAddress(LOOPBACK), port);
            this.received = received;
            this.sent = sent;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    int read = super.read(into, offset, length);
                    received.add(Math.max(read, 0));
                    return read;
                }
            };
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] from, int offset, int length) throws IOException {
                    out.write(from, offset, length);
                    sent.add(length);
                }
            };
        }
    }
}
