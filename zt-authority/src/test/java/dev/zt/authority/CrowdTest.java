package dev.zt.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.enrolment.JoinFile;
import dev.zt.enrolment.Reply;
import dev.zt.tls.PinnedTrust;
import dev.zt.tls.TlsContexts;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More callers than the authority has threads, each of whom sends a request and does not come to its end. */
class CrowdTest {
    private static final int CROWD = 100;
    private static final byte[] BEGINNING =
            "POST /enrol HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n{".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    private static List<SSLSocket> crowd(Town town, JoinFile join) throws IOException {
        SSLContext tls = TlsContexts.client(new PinnedTrust(join.tlsPin()));
        List<SSLSocket> crowd = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            SSLSocket socket = (SSLSocket) tls.getSocketFactory()
                    .createSocket("127.0.0.1", town.authority().port());
            OutputStream out = socket.getOutputStream();
            out.write(BEGINNING);
            out.flush();
            crowd.add(socket);
        }
        return crowd;
    }

    @Test
    void keepsNobody_fromTheStatusAndFromAnIdentity() throws IOException {
        try (Town town = Town.in(directory, builder -> builder.clock(InstantSource.system()))) {
            JoinFile join = town.join();
            List<SSLSocket> crowd = crowd(town, join);

            assertThat(town.client(join).status(null)).isInstanceOf(Reply.Given.class);
            assertThat(town.enrol(join, Town.newKey())).isInstanceOf(Reply.Given.class);
            for (SSLSocket socket : crowd) {
                socket.close();
            }
        }
    }

    @Test
    void keepsNoOperator_fromRevoking() throws IOException {
        try (Town town = Town.in(directory, builder -> builder.clock(InstantSource.system()));
                SocketChannel admin = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            List<SSLSocket> crowd = crowd(town, town.join());

            admin.connect(UnixDomainSocketAddress.of(directory.resolve("admin.sock")));
            String body = "{\"workload\":\"orders\"}";
            admin.write(ByteBuffer.wrap(("POST /admin/revocations HTTP/1.1\r\nHost: x\r\nContent-Length: "
                            + body.length() + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(4096);
            admin.read(answer);

            assertThat(new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200");
            for (SSLSocket socket : crowd) {
                socket.close();
            }
        }
    }
}
