package dev.zt.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Screen screen = new Screen(new PrintStream(written, true, StandardCharsets.UTF_8), false);

    @Test
    void row_showsWhoWhomScopeVerdictRuleAndTime() {
        screen.row(new Decided("gateway", "orders", "GET /orders/7", "read-order", "orders:read", true, "A1", 1240, 1));

        assertThat(lines())
                .singleElement()
                .asString()
                .containsSubsequence(
                        "gateway", "->", "orders", "GET /orders/7", "read-order", "orders:read", "allow", "A1", "1.24");
    }

    @Test
    void row_staysOneLineOfPrintableCharacters() {
        screen.row(new Decided(
                "\u001B[2J", "orders\n", "GET /\r\n\u202E" + "x".repeat(500), "", "", false, "not-allowed", 0, 1));

        assertThat(lines()).singleElement().asString().matches("[\\x20-\\x7E]{1,159}");
    }

    @Test
    void attack_showsExpectedSeenAndFixWithin160Columns() {
        screen.attack(7, outcome(401, "proof-replayed", "mint " + "anew ".repeat(80)));

        assertThat(lines()).hasSizeGreaterThan(2).allMatch(line -> line.length() < 160);
        assertThat(lines().get(0)).contains("401 proof-replayed").endsWith("as expected");
        assertThat(lines().get(1)).contains("fix: mint anew");
    }

    @Test
    void attack_saysLoudlyWhatWasNotExpected() {
        screen.attack(7, outcome(200, "allowed", "mint anew"));
        screen.attack(8, outcome(401, "proof-replayed", ""));

        assertThat(lines().get(0)).contains("seen 200 allowed").endsWith("NOT AS EXPECTED");
        assertThat(lines().get(2)).endsWith("NOT AS EXPECTED");
        assertThat(lines().get(3)).contains("none in docs/reasons.md");
    }

    private static Outcome outcome(int status, String reason, String fix) {
        Strike strike = new Strike("replayed proof", "orders", 401, "proof-replayed", play -> null);
        return new Outcome(strike, status, reason, fix);
    }

    private List<String> lines() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
