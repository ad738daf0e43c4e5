package dev.zt.samples.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds zt-bom to what the build publishes. */
class BillOfMaterialsTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern MODULE = Pattern.compile("<module>((?:integrations/)?(zt-[a-z0-9-]+))</module>");
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(zt-[a-z0-9-]+)</artifactId>");
    private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

    private static String pom(String module) throws IOException {
        return Files.readString(ROOT.resolve(module).resolve("pom.xml"));
    }

    private static Set<String> found(Pattern pattern, int group, String text) {
        return pattern.matcher(text)
                .results()
                .map(result -> result.group(group))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void names_everyModuleThatIsPublished() throws IOException {
        Set<String> modules = found(MODULE, 2, pom(""));
        modules.remove("zt-bom");
        // An example, which is not published.
        modules.remove("zt-jdbc-example");
        Set<String> named = found(ARTIFACT, 1, pom("zt-bom"));
        named.remove("zt-bom");

        assertThat(named).isEqualTo(modules);
    }

    @Test
    void has_theVersionOfTheBuild() throws IOException {
        assertThat(version("zt-bom")).isEqualTo(version(""));
    }

    private static String version(String module) throws IOException {
        Matcher first = VERSION.matcher(pom(module));
        assertThat(first.find()).isTrue();
        return first.group(1);
    }
}
