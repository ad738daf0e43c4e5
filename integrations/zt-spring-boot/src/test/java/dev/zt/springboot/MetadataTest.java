package dev.zt.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.config.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What editors are told of the properties is what there is. */
class MetadataTest {
    private static final String FILE = "META-INF/spring-configuration-metadata.json";
    private static final Set<Setting> LISTS = EnumSet.of(
            Setting.AUDIENCE,
            Setting.ORIGINS,
            Setting.FORWARDED_FROM,
            Setting.DPOP_ALGORITHMS,
            Setting.CONTEXT_HEADERS,
            Setting.RESOURCE_METADATA_AUTHORIZATION_SERVERS,
            Setting.RESOURCE_METADATA_SCOPES);
    private static final Set<Setting> MAPPINGS = EnumSet.of(Setting.BUNDLES, Setting.ISSUERS);

    private static String property(String name, String type, String description) {
        return "    {\n      \"name\": \"" + name + "\",\n      \"type\": \"" + type + "\",\n      \"description\": \""
                + description.replace("\"", "\\\"") + "\"\n    }";
    }

    private static String type(Setting setting) {
        if (MAPPINGS.contains(setting)) {
            return "java.util.Map<java.lang.String,java.lang.String>";
        }
        return LISTS.contains(setting) ? "java.util.List<java.lang.String>" : "java.lang.String";
    }

    static String expected() {
        List<String> properties = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            String meaning = setting.meaning();
            properties.add(property(
                    "zt." + setting.key(),
                    type(setting),
                    Character.toUpperCase(meaning.charAt(0)) + meaning.substring(1) + ". Default: "
                            + setting.defaultText() + "."));
        }
        properties.add(property(
                "zt.config",
                "java.lang.String",
                "The settings file under these properties. Default: zt.yaml, if there is one."));
        properties.add(property(
                "zt.fail-start-on",
                "java.util.List<dev.zt.guard.Coverage$Gap>",
                "Gaps of the coverage that stop the start. Default: filter-ahead."));
        properties.add(property(
                "zt.server.tls",
                "java.lang.Boolean",
                "Whether Tomcat speaks TLS by the service's own certificate; needs zt-tomcat. Default: false."));
        properties.add(property(
                "zt.clients",
                "java.util.Map<java.lang.String,dev.zt.springboot.ClientProperties>",
                "The destinations that Spring's clients prove their calls to, by a name each. Default: none."));
        return "{\n  \"properties\": [\n" + String.join(",\n", properties) + "\n  ]\n}\n";
    }

    @Test
    void tells_ofEveryProperty() throws IOException {
        try (InputStream file = MetadataTest.class.getClassLoader().getResourceAsStream(FILE)) {
            assertThat(new String(file.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(expected());
        }
    }
}
