package dev.zt;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds what a native image is told to what the code reaches by name. */
@AnalyzeClasses(packages = "dev.zt", importOptions = ImportOption.DoNotIncludeTests.class)
class NativeImageTest {
    private static final Path METADATA =
            Path.of("src/main/resources/META-INF/native-image/dev.zt/zt-core/reachability-metadata.json");
    private static final Set<String> BY_NAME = Set.of(
            "forName",
            "getMethod",
            "getDeclaredMethod",
            "getField",
            "getDeclaredField",
            "getConstructor",
            "getDeclaredConstructor",
            "newInstance",
            "newProxyInstance",
            "findVirtual",
            "findStatic",
            "getResource",
            "getResourceAsStream");

    // ReplaySettings asks a ServiceLoader, which a native image knows by itself.
    @ArchTest
    static final ArchRule reaches_byName_onlyFromClassesThatTheMetadataIsWrittenFor = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.zt.jose.SignatureEngines")
            .and()
            .doNotHaveFullyQualifiedName("dev.zt.outbound.Lifecycle")
            .and()
            .doNotHaveFullyQualifiedName("dev.zt.outbound.ConnectionLabel")
            .should()
            .callMethodWhere(DescribedPredicate.describe("looks something up by its name", NativeImageTest::isByName));

    private static boolean isByName(JavaCall<?> call) {
        String owner = call.getTargetOwner().getName();
        return BY_NAME.contains(call.getName())
                && (owner.startsWith("java.lang.Class")
                        || owner.startsWith("java.lang.reflect.")
                        || owner.startsWith("java.lang.invoke."));
    }

    @Test
    void names_whatIsThere() throws Exception {
        JsonNode types = new ObjectMapper().readTree(METADATA.toFile()).get("reflection");
        Set<String> found = new TreeSet<>();
        for (JsonNode entry : types) {
            Class<?> type = find(entry.get("type").asText());
            if (type != null) {
                found.add(type.getName());
                assertThat(missing(type, entry)).as(type.getName()).isEmpty();
            }
        }
        assertThat(found).contains("java.net.http.HttpClient");
    }

    private static Class<?> find(String name) {
        try {
            return Class.forName(name, false, NativeImageTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    // The platform's client can be ended since JDK 21, and names its connections since JDK 25.
    private static List<String> missing(Class<?> type, JsonNode entry) throws ClassNotFoundException {
        List<String> missing = new ArrayList<>();
        if (Runtime.version().feature() < 25 && type.getName().startsWith("java.")) {
            return missing;
        }
        for (JsonNode method : entry.path("methods")) {
            List<Class<?>> parameters = new ArrayList<>();
            for (JsonNode parameter : method.get("parameterTypes")) {
                parameters.add(Class.forName(parameter.asText()));
            }
            try {
                type.getMethod(method.get("name").asText(), parameters.toArray(Class[]::new));
            } catch (NoSuchMethodException e) {
                missing.add(e.getMessage());
            }
        }
        return missing;
    }

    @Test
    void names_whatIsCalledByName() throws IOException {
        assertThat(Files.readString(METADATA))
                .contains("AmazonCorrettoCryptoProvider", "INSTANCE", "getLoadingError")
                .contains("org.conscrypt.Conscrypt", "newProvider")
                .contains("awaitTermination", "close", "isTerminated", "shutdown", "shutdownNow")
                .contains("java.net.http.HttpResponse", "connectionLabel");
    }
}
