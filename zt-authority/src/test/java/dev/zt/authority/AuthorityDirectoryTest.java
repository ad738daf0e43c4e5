package dev.zt.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.config.ConfigurationException;
import dev.zt.config.PrivateFile;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorityDirectoryTest {
    @TempDir
    Path base;

    private Path directory() {
        return base.resolve("authority");
    }

    /** One request over the admin socket, as any HTTP client would send it. */
    private String ask(String method, String path, String body) throws IOException {
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.connect(UnixDomainSocketAddress.of(directory().resolve("admin.sock")));
            String request = method + " " + path + " HTTP/1.1\r\nHost: admin\r\nConnection: close\r\nContent-Length: "
                    + body.length() + "\r\n\r\n" + body;
            socket.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
            ByteBuffer answer = ByteBuffer.allocate(256 << 10);
            while (socket.read(answer) >= 0) {
                assertThat(answer.hasRemaining()).isTrue();
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void keeps_everythingToItself() throws IOException {
        try (Town town = Town.in(directory())) {
            assertThat(town.admin().workloads()).hasSize(1);
            assertThat(Files.getPosixFilePermissions(directory()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            for (String secret : new String[] {"state.mv.db", "keys.p12", "keystore.password", "admin.sock"}) {
                assertThat(Files.getPosixFilePermissions(directory().resolve(secret)))
                        .as(secret)
                        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            }
        }
    }

    @Test
    void administers_overTheSocket() throws IOException {
        try (Town town = Town.in(directory())) {
            assertThat(ask("POST", "/admin/workloads", "{\"name\":\"billing\"}"))
                    .startsWith("HTTP/1.1 200")
                    .contains("spiffe://shop.example/billing");
            assertThat(ask("POST", "/admin/joins", "{\"workload\":\"billing\",\"seconds\":60}"))
                    .startsWith("HTTP/1.1 200")
                    .contains("tls_pin");
            assertThat(ask("POST", "/admin/revocations", "{\"workload\":\"billing\",\"reason\":\"test\"}"))
                    .startsWith("HTTP/1.1 200");
            assertThat(ask("GET", "/admin/status", "")).contains("\"reason\":\"test\"");
            assertThat(ask("DELETE", "/admin/revocations/workload/billing", "")).startsWith("HTTP/1.1 200");
            assertThat(ask("DELETE", "/admin/workloads/billing", "")).startsWith("HTTP/1.1 200");
            assertThat(town.audit.events())
                    .filteredOn(event -> event.reason().equals("administered"))
                    .hasSize(6);
        }
    }

    @Test
    void refuses_badAdminRequests_andRecordsThem() throws IOException {
        try (Town town = Town.in(directory())) {
            assertThat(ask("POST", "/admin/workloads", "{\"nam\":\"billing\"}")).startsWith("HTTP/1.1 400");
            assertThat(ask("POST", "/admin/workloads", "{\"name\":\"zt/authority\"}"))
                    .startsWith("HTTP/1.1 400")
                    .contains("authority's own");
            assertThat(ask("DELETE", "/admin/workloads/nobody", "")).startsWith("HTTP/1.1 400");
            assertThat(ask("GET", "/admin/nothing", "")).startsWith("HTTP/1.1 400");
            assertThat(town.audit.events())
                    .filteredOn(event -> event.reason().equals("admin-refused"))
                    .hasSize(4);
        }
    }

    @Test
    void refuses_aSecondAuthorityOnItsDirectory() {
        try (Town town = Town.in(directory())) {
            assertThatThrownBy(() -> Town.in(directory()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("another authority");
            assertThat(town.admin().workloads()).hasSize(1);
        }
    }

    @Test
    void refuses_aStateFileThatCannotBeRead() throws IOException {
        Town.in(directory()).close();
        Files.writeString(directory().resolve("state.mv.db"), "x".repeat(10_000));

        assertThatThrownBy(() -> Town.in(directory()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("state.mv.db")
                .hasMessageContaining("backup");
    }

    @Test
    void refuses_aPasswordThatDoesNotFit() throws IOException {
        Town.in(directory()).close();
        PrivateFile.replace(directory().resolve("keystore.password"), new byte[] {'x'});

        assertThatThrownBy(() -> Town.in(directory()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("keystore.password");
    }

    @Test
    void refuses_aPasswordThatOthersMayRead() throws IOException {
        Town.in(directory()).close();
        Files.setPosixFilePermissions(
                directory().resolve("keystore.password"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> Town.in(directory()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void refuses_aKeyStoreThatIsNotOfItsState() throws IOException {
        Town.in(directory()).close();
        Town.in(base.resolve("other")).close();
        for (String file : new String[] {"keys.p12", "keystore.password"}) {
            PrivateFile.replace(
                    directory().resolve(file),
                    Files.readAllBytes(base.resolve("other").resolve(file)));
        }

        assertThatThrownBy(() -> Town.in(directory()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("not of one backup");
    }
}
