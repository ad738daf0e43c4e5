package dev.zt.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathTemplateTest {
    @Test
    void allows_exactlyTheCharactersOfItsGrammar() {
        for (char c = 0; c < 0x180; c++) {
            boolean word = (c < 0x80 && Character.isLetterOrDigit(c)) || c == '_' || c == '-';
            boolean literal = word || "._~!$&'()+,=:@/".indexOf(c) >= 0;
            assertThat(isTemplate("/a" + c + "b")).as("literal %d", (int) c).isEqualTo(literal);
            assertThat(isTemplate("/{a" + c + "b}")).as("name %d", (int) c).isEqualTo(word);
        }
    }

    private static boolean isTemplate(String text) {
        try {
            PathTemplate.of(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/orders/{id}, /orders/{nr}, true",
        "/orders/{id}, /orders/id, false",
        "/orders/{id}, /orders/{**}, false",
        "/orders, /orders/, false",
        "/, /, true",
    })
    void matchesTheSame_whateverItsVariablesAreCalled(String one, String other, boolean same) {
        assertThat(PathTemplate.of(one).matchesSameAs(PathTemplate.of(other))).isEqualTo(same);
    }

    @Test
    void equals_byItsText() {
        PathTemplate template = PathTemplate.of("/orders/{id}");

        assertThat(template).isEqualTo(PathTemplate.of("/orders/{id}")).isNotEqualTo(PathTemplate.of("/orders/{nr}"));
        assertThat(template).isNotEqualTo("/orders/{id}").hasToString("/orders/{id}");
        assertThat(template).hasSameHashCodeAs(PathTemplate.of("/orders/{id}"));
    }

    @Test
    void refuses_namesThatAreNone() {
        assertThatThrownBy(() -> PathTemplate.of("/{}")).hasMessageContaining("a variable is named");
    }
}
