package dev.zt.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/jdbc.md says what this module does. */
class JdbcPageTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "jdbc.md");

    private static String resource(String name) throws IOException {
        try (InputStream in = JdbcPageTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
    }

    @Test
    void lists_eachRefusalOnce() throws IOException {
        String page = Files.readString(PAGE);
        for (JdbcRefusal refusal : JdbcRefusal.values()) {
            assertThat(page).containsOnlyOnce("\n| " + refusal.code() + " |");
        }
        assertThat(all("ZT-JDBC-[0-9]+", page)).hasSameSizeAs(JdbcRefusal.values());
    }

    @Test
    void lists_whatACheckFinds() throws IOException {
        List<String> codes =
                all("(?<=SELECT (DISTINCT )?[0-9]{1,2}( AS place)?, ')[a-z-]+(?=')", resource("zt-check.sql"));
        String page = Files.readString(PAGE);
        assertThat(codes).hasSize(24).allSatisfy(code -> assertThat(page).contains("`" + code + "`"));
    }

    @Test
    void showsTheTables_thatTheTestsUse() throws IOException {
        assertThat(Files.readString(PAGE))
                .contains("```sql\n" + resource("/shop.sql") + "```")
                .contains("```sql\n" + resource("/logins.sql") + "```");
    }

    @Test
    void showsTheLine_thatTheTestsServerHas() throws IOException {
        assertThat(Files.readString(PAGE))
                .contains("```\n" + ShopDatabase.ADMIT + "```")
                .contains("```\n" + ShopDatabase.MAP + "```");
    }

    @Test
    void namesFunctions_thatTheSchemaHas() throws IOException {
        String schema = PostgresSchema.ownerSql();
        assertThat(all("(?<=zt[.])[a-z_]+(?=[(])", Files.readString(PAGE)))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(schema).contains("FUNCTION zt." + name + "("));
    }

    @Test
    void showsCode_thatCompiles() throws IOException {
        String compiled = Files.readString(Path.of("src/test/java/dev/zt/jdbc/PageSnippets.java"));
        List<String> shown = all("(?s)(?<=```java\n).*?(?=```)", Files.readString(PAGE)).stream()
                .map(block -> block.indent(-4).replaceAll("(?m)^ +", ""))
                .toList();
        assertThat(shown)
                .hasSize(2)
                .allSatisfy(
                        block -> assertThat(compiled.replaceAll("(?m)^ +", "")).contains(block));
    }
}
