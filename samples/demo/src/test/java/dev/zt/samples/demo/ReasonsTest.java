package dev.zt.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.testkit.Attack;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReasonsTest {
    private static final String PAGE = """
            # Reasons
            Fix: not of a reason.
            ## proof-replayed
            401. Used before.

            Fix: mint a new one,
            and send it once.

            More.
            ## wit-expired
            400. No advice.
            """;

    @Test
    void finds_theParagraphOfTheReason() {
        assertThat(Reasons.parse(PAGE).fix("proof-replayed")).contains("mint a new one, and send it once.");
    }

    @Test
    void finds_nothingWhereThePageSaysNothing() {
        assertThat(Reasons.parse(PAGE).fix("wit-expired")).isEmpty();
        assertThat(Reasons.parse(PAGE).fix("no-such-reason")).isEmpty();
        assertThat(Reasons.parse(PAGE).fix("")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Attack.class)
    void knows_theReasonOfEachAttack(Attack attack) throws IOException {
        assertThat(Reasons.ofRepositoryAround(Path.of("")).fix(attack.reason())).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"never", "not-allowed"})
    void knows_theReasonsOfTheDemosOwnAttacks(String reason) throws IOException {
        assertThat(Reasons.ofRepositoryAround(Path.of("")).fix(reason)).isPresent();
    }

    @Test
    void fails_outsideOfTheRepository(@TempDir Path elsewhere) {
        assertThatThrownBy(() -> Reasons.ofRepositoryAround(elsewhere)).isInstanceOf(IOException.class);
    }
}
