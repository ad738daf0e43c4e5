package dev.zt.samples.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the page to the recipes: it quotes them, and nothing else. */
class PageTest {
    private static final String BEGIN = "// recipe: ";

    /** What stands between the marks, by name; spaces are the formatter's. */
    private static Map<String, String> recipes() throws IOException {
        Map<String, String> recipes = new TreeMap<>();
        try (Stream<Path> sources = Files.walk(Path.of("src"))) {
            for (Path source :
                    sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                read(Files.readAllLines(source), recipes);
            }
        }
        return recipes;
    }

    private static void read(List<String> lines, Map<String, String> into) {
        String name = "";
        for (String line : lines) {
            String text = line.strip();
            if (text.startsWith(BEGIN)) {
                name = text.substring(BEGIN.length());
            } else if (text.equals("// end")) {
                name = "";
            } else if (!name.isEmpty()) {
                into.merge(name, text, (before, next) -> before + " " + next);
            }
        }
    }

    @Test
    void quotes_eachRecipe() throws IOException {
        String page = Files.readString(Path.of("README.md")).replaceAll("\\s+", " ");
        Map<String, String> recipes = recipes();
        // A line of its own in the table of the page.
        recipes.remove("identity");

        assertThat(recipes).hasSizeGreaterThanOrEqualTo(8);
        assertThat(recipes).allSatisfy((name, text) -> assertThat(page).as(name).contains(text));
    }
}
