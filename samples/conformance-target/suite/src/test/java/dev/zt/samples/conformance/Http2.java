package dev.zt.samples.conformance;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.hpack.HpackDecoder;
import org.eclipse.jetty.http2.hpack.HpackException;

/** HTTP/2 in plain text with prior knowledge (RFC 9113 §3.3): pseudo header fields as bytes, one request a connection. */
final class Http2 {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final Map<String, Integer> STATIC_NAMES =
            Map.of(":authority", 1, ":method", 2, ":path", 4, ":scheme", 6);
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int CONTINUATION = 9;
    private static final int ACK = 1;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int PADDED = 8;
    private static final int PRIORITY = 0x20;

    private Http2() {}

    /** Sends a request that says it is plain, as it is. */
    static Reply send(int port, String method, String path, List<String> lines) throws IOException {
        return send(port, "http", method, path, lines);
    }

    /** Sends a request; its fields are lines like those of HTTP/1.1, its authority is that of the Host line. */
    static Reply send(int port, String scheme, String method, String path, List<String> lines) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.write(bytes(PREFACE));
        frame(request, SETTINGS, 0, 0, new byte[0]);
        frame(request, HEADERS, END_STREAM | END_HEADERS, 1, section(scheme, method, path, lines));
        return Http1.over(port, (in, out) -> {
            out.write(request.toByteArray());
            out.flush();
            return read(new DataInputStream(in), out);
        });
    }

    /** Sends a request of HTTP/1.1 that asks for HTTP/2 (RFC 7540 §3.2), and reads the answer in whichever it comes. */
    static Reply upgrade(int port, String request) throws IOException {
        return Http1.over(port, (in, out) -> {
            out.write(bytes(request));
            out.flush();
            Reply reply = Http1.read(in, false);
            if (reply.status() != 101) {
                return reply;
            }
            out.write(bytes(PREFACE));
            frame(out, SETTINGS, 0, 0, new byte[0]);
            out.flush();
            return read(new DataInputStream(in), out);
        });
    }

    private static byte[] section(String scheme, String method, String path, List<String> lines) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        field(block, ":method", method);
        field(block, ":scheme", scheme);
        field(block, ":path", path);
        for (String line : lines) {
            String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
            String value = line.substring(line.indexOf(':') + 1).strip();
            field(block, name.equals("host") ? ":authority" : name, value);
        }
        return block.toByteArray();
    }

    // RFC 7541 §6.2.2: a literal without indexing, its text without Huffman code. Tomcat 10.1 takes the names of pseudo
    // fields from the table alone.
    private static void field(ByteArrayOutputStream block, String name, String value) {
        int index = STATIC_NAMES.getOrDefault(name, 0);
        block.write(index);
        if (index == 0) {
            text(block, bytes(name));
        }
        text(block, bytes(value));
    }

    private static void text(ByteArrayOutputStream block, byte[] text) {
        int rest = text.length - 127;
        block.write(Math.min(text.length, 127));
        if (rest >= 0) {
            for (; rest >= 128; rest /= 128) {
                block.write(rest % 128 + 128);
            }
            block.write(rest);
        }
        block.writeBytes(text);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void frame(OutputStream out, int type, int flags, int stream, byte[] payload) throws IOException {
        out.write(ByteBuffer.allocate(9)
                .putInt(payload.length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .array());
        out.write(payload);
    }

    private static Reply read(DataInputStream in, OutputStream out) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean ended = false;
        boolean headed = false;
        while (!ended || !headed) {
            int lengthAndType = in.readInt();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            byte[] payload = in.readNBytes(lengthAndType >>> 8);
            switch (lengthAndType & 0xFF) {
                case SETTINGS -> {
                    if ((flags & ACK) == 0) {
                        frame(out, SETTINGS, ACK, 0, new byte[0]);
                        out.flush();
                    }
                }
                case HEADERS, CONTINUATION -> {
                    head.write(unpadded(payload, flags));
                    headed = (flags & END_HEADERS) != 0;
                    ended |= (flags & END_STREAM) != 0;
                }
                case DATA -> {
                    body.write(unpadded(payload, flags));
                    ended |= (flags & END_STREAM) != 0;
                }
                case RST_STREAM, GOAWAY -> {
                    if (stream == 1 || !headed) {
                        return Reply.CLOSED;
                    }
                }
                default -> {
                    // Nothing that one short request needs.
                }
            }
        }
        return reply(head.toByteArray(), body.toString(StandardCharsets.UTF_8));
    }

    private static byte[] unpadded(byte[] payload, int flags) {
        int start = ((flags & PADDED) != 0 ? 1 : 0) + ((flags & PRIORITY) != 0 ? 5 : 0);
        int end = payload.length - ((flags & PADDED) != 0 ? payload[0] & 0xFF : 0);
        return Arrays.copyOfRange(payload, start, end);
    }

    private static Reply reply(byte[] head, String body) throws IOException {
        MetaData.Response response;
        try {
            response = (MetaData.Response) new HpackDecoder(64 << 10, System::nanoTime).decode(ByteBuffer.wrap(head));
        } catch (HpackException e) {
            throw new IOException(e);
        }
        Map<String, List<String>> headers = new TreeMap<>();
        for (HttpField field : response.getHttpFields()) {
            headers.computeIfAbsent(field.getLowerCaseName(), unused -> new ArrayList<>())
                    .add(field.getValue());
        }
        return new Reply(response.getStatus(), headers, body);
    }
}
