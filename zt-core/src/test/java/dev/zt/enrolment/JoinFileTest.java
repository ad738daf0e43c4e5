package dev.zt.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.config.ConfigurationException;
import dev.zt.config.PrivateFile;
import dev.zt.identity.WorkloadId;
import dev.zt.jose.Base64Url;
import dev.zt.jose.Sha256;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JoinFileTest {
    private static final String HASH = Base64Url.encode(Sha256.of(new byte[] {1}));
    private static final String TOKEN = Base64Url.encode(Sha256.of(new byte[] {2}));

    private static final JoinFile JOIN = JoinFile.of(
            URI.create("https://authority.internal:8443"),
            WorkloadId.of("spiffe://shop.example/orders"),
            HASH,
            HASH,
            TOKEN,
            Instant.ofEpochSecond(1_800_000_000));

    @Test
    void reads_whatItWrote() {
        JoinFile read = parse(JOIN.toSecretJson());

        assertThat(read.url()).isEqualTo(JOIN.url());
        assertThat(read.workload()).isEqualTo(JOIN.workload());
        assertThat(read.trustDomain()).hasToString("shop.example");
        assertThat(read.bundleHash()).isEqualTo(HASH);
        assertThat(read.tlsPin()).isEqualTo(HASH);
        assertThat(read.token()).isEqualTo(TOKEN);
        assertThat(read.expiry()).isEqualTo(JOIN.expiry());
    }

    @Test
    void hides_theToken() {
        assertThat(JOIN).asString().doesNotContain(TOKEN).contains("spiffe://shop.example/orders");
    }

    @Test
    void refuses_aFileThatOthersMayRead(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("join");
        Files.writeString(file, JOIN.toSecretJson());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> JoinFile.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void reads_aFileOfMode0600(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("join");
        PrivateFile.replace(file, JOIN.toSecretJson().getBytes(StandardCharsets.UTF_8));

        assertThat(JoinFile.read(file).workload()).isEqualTo(JOIN.workload());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"zt\":1|\"zt\":2|version 1",
                "https://authority|http://authority|HTTPS origin",
                "internal:8443\"|internal:8443/x\"|HTTPS origin",
                "authority.internal|u@authority.internal|HTTPS origin",
                "\"trust_domain\":\"shop.example\"|\"trust_domain\":\"other.example\"|trust_domain",
                "spiffe://shop.example/orders|https://shop.example/orders|workload",
                "\"expires\":1800000000|\"expires\":\"soon\"|expires",
                "\"zt\":1|\"zt\":1,\"extra\":1|unknown member 'extra'",
                "{|[|not a join file",
            })
    void refuses_aBadFile(String good, String bad, String problem) {
        assertThatThrownBy(() -> parse(JOIN.toSecretJson().replace(good, bad)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(problem)
                .hasMessageNotContaining(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bundle_sha256", "tls_pin", "token"})
    void refuses_aShortHash(String member) {
        String bad = JOIN.toSecretJson().replaceAll("(\"" + member + "\":\")[^\"]+", "$1AAAA");

        assertThatThrownBy(() -> parse(bad)).hasMessageContaining(member).hasMessageContaining("32 bytes");
    }

    private static JoinFile parse(String json) {
        return JoinFile.parse("join", json.getBytes(StandardCharsets.UTF_8));
    }
}
