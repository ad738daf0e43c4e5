package dev.zt.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.config.Fields;
import dev.zt.config.Node;
import dev.zt.config.StrictYaml;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds what a native image is told to what the driver and this module reach by name. */
class NativeImageTest {
    private static final Path METADATA =
            Path.of("src/main/resources/META-INF/native-image/dev.zt/zt-jdbc/reachability-metadata.json");
    private static final Path GUARDED = Path.of("src/main/java/dev/zt/jdbc/GuardedConnection.java");
    private static final Pattern PROXY = Pattern.compile("\\bproxy\\((\\w+)\\.class");

    // JSON is YAML.
    private static List<Fields> entries(String kind) throws IOException {
        return StrictYaml.read("metadata", Files.readAllBytes(METADATA)).value(kind).oneOrMore().stream()
                .map(Node::fields)
                .toList();
    }

    @Test
    void names_theConstructorsThatTheDriverCalls() throws Exception {
        Set<String> found = new TreeSet<>();
        for (Fields entry : entries("reflection")) {
            if (entry.value("type") instanceof Node.Scalar name) {
                Constructor<?> constructor = constructor(Class.forName(name.text()), entry);
                assertThat(Modifier.isPublic(constructor.getModifiers())).isTrue();
                found.add(constructor.toString());
            }
        }
        assertThat(found)
                .containsExactly(
                        "public dev.zt.jdbc.SpiffeServerVerifier()",
                        "public dev.zt.jdbc.ZtSslSocketFactory(java.lang.String)");
    }

    private static Constructor<?> constructor(Class<?> type, Fields entry) throws ReflectiveOperationException {
        Fields method = entry.value("methods").oneOrMore().get(0).fields();
        assertThat(method.value("name").text()).isEqualTo("<init>");
        List<Class<?>> parameters = new ArrayList<>();
        for (Node parameter : list(method)) {
            parameters.add(Class.forName(parameter.text()));
        }
        return type.getConstructor(parameters.toArray(Class[]::new));
    }

    private static List<Node> list(Fields method) {
        return method.value("parameterTypes") instanceof Node.Items items ? items.values() : List.of();
    }

    @Test
    void names_eachInterfaceThatHasAProxy() throws IOException {
        Set<String> named = new TreeSet<>();
        for (Fields entry : entries("reflection")) {
            if (!(entry.value("type") instanceof Node.Scalar)) {
                named.add(entry.value("type")
                        .fields()
                        .value("proxy")
                        .oneOrMore()
                        .get(0)
                        .text());
            }
        }
        Set<String> made = PROXY.matcher(Files.readString(GUARDED))
                .results()
                .map(call -> "java.sql." + call.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(made).hasSize(5);
        assertThat(named).isEqualTo(made);
    }

    @Test
    void names_conditionsThatAreThere() throws Exception {
        for (String kind : List.of("reflection", "resources")) {
            for (Fields entry : entries(kind)) {
                assertThat(Class.forName(entry.value("condition")
                                .fields()
                                .value("typeReached")
                                .text()))
                        .isNotNull();
            }
        }
    }

    @Test
    void names_theScripts() throws IOException {
        String glob = entries("resources").get(0).value("glob").text();
        assertThat(List.of("dev/zt/jdbc/zt-schema.sql", "dev/zt/jdbc/zt-superuser.sql", "dev/zt/jdbc/zt-check.sql"))
                .allMatch(script ->
                        FileSystems.getDefault().getPathMatcher("glob:" + glob).matches(Path.of(script))
                                && NativeImageTest.class.getClassLoader().getResource(script) != null);
    }
}
