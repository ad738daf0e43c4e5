package dev.zt.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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

    @ParameterizedTest
    @CsvSource({
        "/orders/{id}, /orders/7, true",
        "/orders/{id}, /orders/, false",
        "/orders/{id}, /orders, false",
        "/orders/{id}, /orders/7/, false",
        "/orders/{**}, /orders, true",
        "/orders/{**}, /orders/, true",
        "/orders/{**}, /orders/7/items, true",
        "/orders/{**}, /order, false",
        "/orders/, /orders/, true",
        "/orders, /Orders, false",
        "/{**}, /, true",
    })
    void matches_asThePolicyRoutes(String template, String path, boolean matching) {
        List<String> segments = List.of(path.substring(1).split("/", -1));

        assertThat(PathTemplate.of(template).matches(segments)).isEqualTo(matching);
    }

    @ParameterizedTest
    @CsvSource({
        "/orders/7, /orders/{id}, true",
        "/orders/{id}, /orders/7, false",
        "/orders/{id}, /orders/{nr}, true",
        "/orders/{id}, /orders/{**}, true",
        "/orders/{**}, /orders/{id}, false",
        "/orders/{**}, /{**}, true",
        "/orders/{**}, /orders/{**}, true",
        "/orders, /orders/{**}, true",
        "/orders/, /orders/{id}, false",
        "/orders/{id}/items, /orders/{id}, false",
        "/orders, /orders/{id}, false",
    })
    void isWithin_whateverMatchesAllOfItsPaths(String one, String other, boolean within) {
        assertThat(PathTemplate.of(one).isWithin(PathTemplate.of(other))).isEqualTo(within);
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
