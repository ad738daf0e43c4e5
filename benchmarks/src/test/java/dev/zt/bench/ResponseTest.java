package dev.zt.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResponseTest {
    private static final String HELLO = "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 5\r\nDate: y\r\n\r\nhello";

    private static ByteBuffer received(String text) {
        return ByteBuffer.allocate(1024).put(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void reads_statusAndLength() {
        assertThat(Response.in(received(HELLO))).isEqualTo(new Response(200, HELLO.length()));
    }

    @Test
    void waits_forTheWhole() {
        for (int length = 0; length < HELLO.length(); length++) {
            assertThat(Response.in(received(HELLO.substring(0, length))))
                    .as("%d characters", length)
                    .isNull();
        }
    }

    @Test
    void reads_nameOfAnyCaseAndValueWithoutSpace() {
        String text = "HTTP/1.1 401 Unauthorized\r\ncontent-LENGTH:0\r\n\r\n";
        assertThat(Response.in(received(text))).isEqualTo(new Response(401, text.length()));
    }

    @Test
    void reads_emptyHeadBeforeAnOlderResponsesRest() {
        // A buffer is used again, and what stands behind its position is of a response before.
        ByteBuffer buffer = received(HELLO).clear();
        assertThat(Response.in(buffer.put("HTTP/1.1 2".getBytes(StandardCharsets.US_ASCII))))
                .isNull();
    }

    @Test
    void rejects_responseThatDoesNotSayHowLongItIs() {
        assertThatThrownBy(() -> Response.in(received("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Content-Length");
    }

    @Test
    void believes_noLengthThatTheBodySays() {
        String text = "HTTP/1.1 200 OK\r\nServer: x\r\n\r\n\r\ncontent-length: 5\r\n\r\nhello";
        assertThatThrownBy(() -> Response.in(received(text))).hasMessageContaining("Content-Length");
    }

    @Test
    void rejects_secondResponse() {
        assertThatThrownBy(() -> Response.in(received(HELLO + "H"))).hasMessageContaining("more than one");
    }

    @Test
    void rejects_whatIsNoNumber() {
        assertThatThrownBy(() -> Response.in(received("HTTP/1.1 OK\r\nContent-Length: 0\r\n\r\n")))
                .hasMessageContaining("0x4f");
        assertThatThrownBy(() -> Response.in(received("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")))
                .hasMessageContaining("0x2d");
    }
}
