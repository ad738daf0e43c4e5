package dev.zt.jdbc.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Screen screen = new Screen(new PrintStream(written, true, StandardCharsets.UTF_8));

    private static Step seeing(String seen) {
        return new Step("try it", "403", () -> seen);
    }

    @Test
    void told_isWhatTheDatabaseSaid_inOneLine() {
        Exception failure = new IllegalStateException(
                "the pool", new SQLException("ERROR: zt.ctx forged\n  Where: function", "42501"));

        assertThat(Step.told(failure)).isEqualTo("42501 zt.ctx forged");
    }

    @Test
    void run_isAsExpected_ifThatIsHowItBegins() {
        assertThat(seeing("403 refused").run().isAsExpected()).isTrue();
        assertThat(seeing("200 rows").run().isAsExpected()).isFalse();
    }

    @Test
    void screen_failsWithOneSurprise() {
        screen.run(List.of(seeing("403"), seeing("200 rows")));

        assertThat(screen.isAsExpected()).isFalse();
        assertThat(screen.line("h2")).isEqualTo("demo-jdbc: h2, FAILED, 1/2 steps as expected");
        assertThat(written.toString(StandardCharsets.UTF_8)).contains("NOT AS EXPECTED");
    }

    @Test
    void screen_failsWithoutAnyStep() {
        assertThat(screen.isAsExpected()).isFalse();
    }

    @Test
    void screen_showsNoControls() {
        screen.run(List.of(seeing("403 \u001B[2J\nforged row")));

        assertThat(written.toString(StandardCharsets.UTF_8))
                .doesNotContain("\u001B")
                .hasLineCount(1);
    }
}
