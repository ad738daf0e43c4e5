package dev.zt.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.config.ConfigurationException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsFileTest {
    @TempDir
    Path directory;

    private AuthoritySettings read(String yaml) throws IOException {
        Path file = directory.resolve(AuthoritySettings.FILE);
        Files.writeString(file, yaml);
        return AuthoritySettings.read(file);
    }

    @Test
    void reads_everyKey() throws IOException {
        AuthoritySettings settings = read("""
                trust-domain: shop.example
                directory: state
                password-file: secret
                listen: 0.0.0.0:9443
                url: https://authority.internal
                token-life: 30m
                certificate-life: 20m
                key-life: 12h
                publish-ahead: 10m
                refresh-hint: 1m
                renewal-grace: 2h
                limits: {requests-per-second: 5, burst: 7}
                policy: admin.yaml
                audit: {file: audit.jsonl, file-size: 1MiB}
                """);

        Path base = directory.toAbsolutePath();
        assertThat(settings.trustDomain()).isEqualTo(Town.DOMAIN);
        assertThat(settings.directory()).isEqualTo(base.resolve("state"));
        assertThat(settings.passwordFile()).contains(base.resolve("secret"));
        assertThat(settings.host()).isEqualTo("0.0.0.0");
        assertThat(settings.port()).isEqualTo(9443);
        assertThat(settings.url()).contains(URI.create("https://authority.internal"));
        assertThat(settings.tokenLife()).isEqualTo(Duration.ofMinutes(30));
        assertThat(settings.certificateLife()).isEqualTo(Duration.ofMinutes(20));
        assertThat(settings.keyLife()).isEqualTo(Duration.ofHours(12));
        assertThat(settings.publishAhead()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.refreshHint()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.renewalGrace()).isEqualTo(Duration.ofHours(2));
        assertThat(settings.requestsPerSecond()).isEqualTo(5);
        assertThat(settings.burst()).isEqualTo(7);
        assertThat(settings.policy()).contains(base.resolve("admin.yaml"));
        assertThat(settings.auditFile())
                .contains(new AuthoritySettings.AuditFile(base.resolve("audit.jsonl"), 1L << 20));
    }

    @Test
    void needs_nothingButATrustDomain() throws IOException {
        AuthoritySettings settings = read("trust-domain: shop.example\n");

        assertThat(settings.directory()).isEqualTo(directory.toAbsolutePath().resolve("zt-authority"));
        assertThat(settings.port()).isEqualTo(8443);
        assertThat(settings.tokenLife()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.publishAhead()).isEqualTo(Duration.ofMinutes(15));
        assertThat(settings.policy()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            token-life: 1s                      | :2:13: token-life is 2s to 24h
            token-life: an hour                 | :2:13: expected a whole number with the unit
            certificate-life: 25h               | :2:19: certificate-life is 2s to 24h
            key-life: 5m                        | :2:11: key-life is 1800s to 2160h
            refresh-hint: 2h                    | :2:15: refresh-hint is 1s to 1h
            publish-ahead: 1m                   | :2:16: publish-ahead is 300s to 24h
            renewal-grace: 170h                 | :2:16: renewal-grace is 0s to 168h
            listen: localhost                   | :2:9: expected an address and a port
            listen: 127.0.0.1:70000             | :2:9: a port is 0 to 65535
            listen: 0.0.0.0:8443                | :2:9: instances cannot call 0.0.0.0
            url: http://authority.internal      | :2:6: the URL must be
            limits: {requests-per-second: 0}    | :2:31: expected a whole number, 1 to
            limits: {burst: 3}                  | :2:17: limits.burst must be at least
            limits: {bursts: 3}                 | :2:10: unknown key 'bursts'; did you mean 'burst'?
            audit: {file: a, file-size: 1KiB}   | :2:29: the audit file is rotated at
            tokenlife: 1h                       | :2:1: unknown key 'tokenlife'; did you mean 'token-life'?
            """)
    void names_thePlaceOfAMistake(String line, String message) {
        assertThatThrownBy(() -> read("trust-domain: shop.example\n" + line + "\n"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(AuthoritySettings.FILE + message);
    }

    @Test
    void refuses_aFileWithoutTrustDomain() {
        assertThatThrownBy(() -> read("listen: 127.0.0.1:0\n")).hasMessageContaining("missing key 'trust-domain'");
    }

    @Test
    void isDescribed_keyByKey() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "authority.md"));
        List<String> described = Pattern.compile("(?m)^\\| `([a-z.-]+)` \\| ")
                .matcher(page.substring(page.indexOf("## Settings"), page.indexOf("## Commands")))
                .results()
                .map(row -> row.group(1))
                .toList();

        assertThat(described).containsExactlyElementsOf(SettingsFile.KEYS);
    }
}
