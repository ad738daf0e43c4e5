package dev.zt.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    Path directory;

    private Settings read(String yaml, Map<String, String> variables) throws IOException {
        Files.writeString(directory.resolve("zt.yaml"), yaml);
        return Settings.read(variables, directory);
    }

    @Test
    void reads_theFileAndItsNestedKeys() throws IOException {
        Settings settings = read("service: orders\nidentity: {source: files, directory: id}\n", Map.of());

        assertThat(settings.required(Setting.SERVICE).text()).isEqualTo("orders");
        assertThat(settings.path(settings.required(Setting.IDENTITY_DIRECTORY)))
                .isEqualTo(directory.toAbsolutePath().resolve("id"));
    }

    @Test
    void lets_aVariableWinOverTheFile() throws IOException {
        Settings settings = read("service: orders\n", Map.of("ZT_SERVICE", "billing"));

        assertThat(settings.required(Setting.SERVICE).text()).isEqualTo("billing");
    }

    @Test
    void reads_everySettingFromItsVariable() {
        for (Setting setting : Setting.values()) {
            Settings settings = Settings.read(Map.of(setting.variable(), "value"), directory);
            assertThat(settings.optional(setting)).as(setting.variable()).isPresent();
        }
    }

    private static Node.Scalar property(String name, String value) {
        return new Node.Scalar(Place.of(name), value, Node.Scalar.Type.TEXT);
    }

    @Test
    void lets_whatAnApplicationStatesWinOverTheFile() throws IOException {
        Files.writeString(directory.resolve("zt.yaml"), "service: orders\naudience: https://orders.internal\n");
        Settings settings = Settings.stated(
                Map.of(Setting.SERVICE, property("zt.service (application.yaml)", "billing")), directory);

        assertThat(settings.required(Setting.SERVICE).text()).isEqualTo("billing");
        assertThat(settings.required(Setting.AUDIENCE).text()).isEqualTo("https://orders.internal");
    }

    @Test
    void reads_whatAnApplicationStatesAsVariablesAreRead() {
        Settings settings = Settings.stated(
                Map.of(
                        Setting.AUDIENCE, property("zt.audience", "https://a.example, https://b.example"),
                        Setting.BUNDLES, property("zt.bundles", "a.example=a.json"),
                        Setting.POLICY, property("zt.policy", "p.yaml")),
                directory);

        assertThat(settings.texts(Setting.AUDIENCE)).hasSize(2);
        assertThat(settings.mapping(Setting.BUNDLES)).containsOnlyKeys("a.example");
        assertThat(settings.pathOrDefault(Setting.POLICY)).isEqualTo(directory.resolve("p.yaml"));
        assertThatThrownBy(() -> settings.required(Setting.SERVICE)).hasMessageContaining("application's properties");
    }

    @Test
    void reads_theFileThatAnApplicationNames() throws IOException {
        Path file = Files.writeString(directory.resolve("other.yaml"), "service: orders\n");

        assertThat(Settings.stated(Map.of(), directory, file)
                        .required(Setting.SERVICE)
                        .text())
                .isEqualTo("orders");
        assertThatThrownBy(() -> Settings.stated(Map.of(), directory, directory.resolve("nowhere.yaml")))
                .hasMessageContaining("no such file");
    }

    @Test
    void names_whatAnUnknownSettingWasProbablyMeantToBe() {
        assertThat(Settings.unknown(Place.of("zt.audiense"), "audiense"))
                .hasMessage("zt.audiense: unknown setting 'audiense'; did you mean 'audience'?");
        assertThat(Settings.unknown(Place.of("zt.x"), "entirely-different")).hasMessageContaining("configuration.md");
    }

    @Test
    void works_withoutAnyFile() {
        assertThat(Settings.read(Map.of("ZT_SERVICE", "orders"), directory)
                        .required(Setting.SERVICE)
                        .text())
                .isEqualTo("orders");
    }

    @Test
    void refuses_missingFileThatIsNamed() {
        assertThatThrownBy(() -> Settings.read(Map.of("ZT_CONFIG", "nowhere.yaml"), directory))
                .hasMessageContaining("no such file");
    }

    @Test
    void refuses_unknownKeysAtEachLevel() {
        assertThatThrownBy(() -> read("servce: orders\n", Map.of()))
                .hasMessageContaining("zt.yaml:1:1: unknown key 'servce'; did you mean 'service'?");
        assertThatThrownBy(() -> read("identity: {sorce: files}\n", Map.of()))
                .hasMessageContaining("unknown key 'identity.sorce'; did you mean 'source'?");
    }

    @Test
    void refuses_secondSpellingOfANestedKey() {
        assertThatThrownBy(() -> read("identity: {directory: one}\nidentity.directory: two\n", Map.of()))
                .hasMessageContaining("zt.yaml:2:1: unknown key 'identity.directory'");
    }

    @Test
    void refuses_variableThatIsAlmostASetting() {
        assertThatThrownBy(() -> Settings.read(Map.of("ZT_SERVCE", "x"), directory))
                .hasMessage("ZT_SERVCE: unknown variable; did you mean 'ZT_SERVICE'?");
    }

    @Test
    void ignores_variablesThatAnOrchestratorAdds() {
        assertThat(Settings.read(Map.of("ZT_AUTHORITY_PORT_8443_TCP", "tcp://10.0.0.1:8443"), directory)
                        .optional(Setting.SERVICE))
                .isEmpty();
    }

    @Test
    void says_whereAMissingSettingBelongs() {
        assertThatThrownBy(() -> Settings.read(Map.of(), directory).required(Setting.TRUST_DOMAIN))
                .hasMessageContaining("missing 'trust-domain'")
                .hasMessageContaining("ZT_TRUST_DOMAIN");
    }

    @Test
    void reads_durationsAndSizesWithTheirUnits() throws IOException {
        Settings settings = read("clock-skew: 5s\ntoken-size: 16KiB\n", Map.of());

        assertThat(settings.duration(Setting.CLOCK_SKEW, Duration.ZERO, Duration.ZERO, Duration.ofMinutes(1)))
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.size(Setting.TOKEN_SIZE, 1, 1, 1 << 20)).isEqualTo(16 << 10);
    }

    @Test
    void refuses_aNumberWithoutItsUnit() throws IOException {
        Settings settings = read("clock-skew: 5\ntoken-size: 8k\n", Map.of());

        assertThatThrownBy(() ->
                        settings.duration(Setting.CLOCK_SKEW, Duration.ZERO, Duration.ZERO, Duration.ofMinutes(1)))
                .hasMessageContaining("zt.yaml:1:13: expected a whole number with the unit ms, s, m or h");
        assertThatThrownBy(() -> settings.size(Setting.TOKEN_SIZE, 1, 1, 1 << 20))
                .hasMessageContaining("unit KiB, MiB or GiB");
    }

    @Test
    void refuses_valuesOutOfRange() throws IOException {
        Settings settings = read("clock-skew: 61s\n", Map.of());

        assertThatThrownBy(() ->
                        settings.duration(Setting.CLOCK_SKEW, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(60)))
                .hasMessageContaining("out of range")
                .hasMessageContaining("0s to 60s");
    }

    @Test
    void reads_mappingsFromFileAndVariable() throws IOException {
        assertThat(read("bundles: {a.example: a.json}\n", Map.of()).mapping(Setting.BUNDLES))
                .containsOnlyKeys("a.example");
        assertThat(read("service: x", Map.of("ZT_BUNDLES", "a.example=a.json,b.example=b.json"))
                        .mapping(Setting.BUNDLES))
                .containsOnlyKeys("a.example", "b.example");
    }

    @Test
    void refuses_aFileThatEverybodyMayWrite() throws IOException {
        Path file = directory.resolve("zt.yaml");
        Files.writeString(file, "service: orders\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        assertThatThrownBy(() -> Settings.read(Map.of(), directory)).hasMessageContaining("chmod o-w");
    }

    @Test
    void documents_everySetting() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "configuration.md"));

        for (Setting setting : Setting.values()) {
            assertThat(page)
                    .contains("| `" + setting.key() + "` | `" + setting.variable() + "` | " + setting.defaultText()
                            + " | " + setting.meaning() + " |");
        }
    }
}
