package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.config.Fields;
import dev.zt.config.Node;
import dev.zt.config.StrictYaml;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds what a native image is told to what the containers have. */
class NativeImageTest {
    private static final Path METADATA =
            Path.of("src/main/resources/META-INF/native-image/dev.zt/zt-servlet/reachability-metadata.json");

    @Test
    void names_whatTheContainersHave() throws Exception {
        Set<String> found = new TreeSet<>();
        for (Node entry : types()) {
            Fields fields = entry.fields();
            Class<?> type = find(fields.value("type"));
            if (type != null) {
                found.add(type.getName());
                assertThat(missing(type, fields)).as(type.getName()).isEmpty();
            }
        }
        assertThat(found)
                .contains(
                        "org.apache.catalina.core.StandardContext",
                        "org.eclipse.jetty.ee10.servlet.ServletHandler",
                        "org.eclipse.jetty.ee10.websocket.servlet.WebSocketUpgradeFilter",
                        "io.undertow.servlet.api.DeploymentInfo");
    }

    // JSON is YAML.
    private static List<Node> types() throws IOException {
        return StrictYaml.read("metadata", Files.readAllBytes(METADATA))
                .value("reflection")
                .oneOrMore();
    }

    private static Class<?> find(Node name) {
        try {
            return name instanceof Node.Scalar
                    ? Class.forName(name.text(), false, NativeImageTest.class.getClassLoader())
                    : null;
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private static List<String> missing(Class<?> type, Fields fields) throws NoSuchFieldException {
        if (fields.names().contains("fields")) {
            for (Node field : fields.value("fields").oneOrMore()) {
                assertThat(type.getDeclaredField(field.fields().value("name").text()))
                        .isNotNull();
            }
        }
        List<String> missing = new ArrayList<>();
        if (fields.names().contains("methods")) {
            for (Node method : fields.value("methods").oneOrMore()) {
                String name = method.fields().value("name").text();
                if (Arrays.stream(type.getMethods()).map(Method::getName).noneMatch(name::equals)) {
                    missing.add(name);
                }
            }
        }
        return missing;
    }
}
