package dev.zt.servlet;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** One connection that stays open and serves whoever holds it for the moment. */
final class KeptAlive implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final BitSet servedCallers = new BitSet();

    private KeptAlive(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** An answer, read as far as its length says and no further. */
    record Answer(int status, String body) {}

    static KeptAlive to(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        return new KeptAlive(socket);
    }

    /** Sends requests in one write and reads as many answers. */
    List<Answer> ask(int caller, List<String> requests) throws IOException {
        servedCallers.set(caller);
        socket.getOutputStream().write(String.join("", requests).getBytes(StandardCharsets.US_ASCII));
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            answers.add(answer());
        }
        return answers;
    }

    /** How many callers it has served. */
    int callers() {
        return servedCallers.cardinality();
    }

    private Answer answer() throws IOException {
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        int length = -1;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String field = line.toLowerCase(Locale.ROOT);
            if (field.startsWith("content-length:")) {
                length =
                        Integer.parseInt(field.substring(field.indexOf(':') + 1).trim());
            } else if (field.startsWith("transfer-encoding:") || field.equals("connection: close")) {
                throw new IOException("the connection cannot be used on after '" + line + "'");
            }
        }
        if (length < 0) {
            throw new IOException("an answer with status " + status + " does not say how long it is");
        }
        return new Answer(status, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection was closed after '" + line + "'");
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
