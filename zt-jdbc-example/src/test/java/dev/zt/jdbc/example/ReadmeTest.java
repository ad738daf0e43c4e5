package dev.zt.jdbc.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README tells people to copy is what the example runs with. */
class ReadmeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres/postgresql.conf",
                "postgres/pg_hba.conf",
                "postgres/pg_ident.conf",
                "postgres/roles.sql"
            })
    void shows_whatTheServerRunsWith(String file) throws IOException {
        assertThat(block(file)).isEqualTo(Office.text(file));
    }

    @ParameterizedTest
    @ValueSource(strings = "V1__orders.sql")
    void shows_theTablesAsTheyAreMade(String file) throws IOException {
        assertThat(block(file)).isEqualTo(Files.readString(Path.of("src/main/resources/db/postgresql", file)));
    }

    /** The block below a line that ends with the name of the file. */
    private static String block(String file) throws IOException {
        Matcher block = Pattern.compile("`" + Pattern.quote(file) + "`[^\n]*\n\n```[a-z]*\n(.*?)```\n", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("README.md")));
        assertThat(block.find()).as(file).isTrue();
        return block.group(1);
    }
}
