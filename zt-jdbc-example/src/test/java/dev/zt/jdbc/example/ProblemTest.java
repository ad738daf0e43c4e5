package dev.zt.jdbc.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTest {
    @ParameterizedTest
    @CsvSource({"08001,503", "08006,503", "57P01,503", "53300,503", "28000,503", "42501,403", "23505,500", "XX000,500"})
    void answers_byTheKindOfFailure_andTellsNothingOfIt(String state, int status) {
        Problem problem = Problem.of(new SQLException("secret words of the database", state));

        assertThat(problem.status()).isEqualTo(status);
        assertThat(problem.title()).doesNotContain("secret", state);
    }

    @Test
    void isUnavailable_ifThePoolHasNoConnection() {
        assertThat(Problem.of(new SQLTransientConnectionException("pool - timed out")))
                .isEqualTo(Problem.NOT_READY);
    }
}
