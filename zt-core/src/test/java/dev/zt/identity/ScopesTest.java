package dev.zt.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopesTest {
    @Test
    void reads_aListAndPrintsItSorted() {
        assertThat(Scopes.parse("orders:write orders:read")).contains(Scopes.of("orders:read", "orders:write"));
        assertThat(Scopes.of("b", "a", "b")).hasToString("a b");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a  b", " a", "a ", "a\tb", "a\"", "a\\b", "\u00e9"})
    void refuses_whatIsNoList(String text) {
        assertThat(Scopes.parse(text)).isEmpty();
    }

    @Test
    void reads_emptyTextAsNoScopes() {
        assertThat(Scopes.parse("")).contains(Scopes.none());
    }

    @Test
    void refuses_moreThan64() {
        String many = IntStream.range(0, 65).mapToObj(i -> "s" + i).collect(Collectors.joining(" "));

        assertThat(Scopes.parse(many)).isEmpty();
        assertThatThrownBy(() -> Scopes.of(many.split(" "))).hasMessageContaining("64");
    }

    @Test
    void computes_likeASet() {
        Scopes some = Scopes.of("a", "b");

        assertThat(some.intersect(Scopes.of("b", "c"))).isEqualTo(Scopes.of("b"));
        assertThat(some.without(Scopes.of("b"))).isEqualTo(Scopes.of("a"));
        assertThat(some.union(Scopes.of("c"))).isEqualTo(Scopes.of("a", "b", "c"));
        assertThat(some.containsAll(Scopes.none())).isTrue();
        assertThat(some.containsAll(Scopes.of("c"))).isFalse();
    }

    @Test
    void keeps_theSameSet_whenNothingIsTakenOrAdded() {
        Scopes some = Scopes.of("a", "b");

        assertThat(some.intersect(Scopes.of("a", "b", "c"))).isEqualTo(some);
        assertThat(some.union(Scopes.of("a"))).isEqualTo(some);
    }

    @Test
    void accepts_64ScopesOf128Characters() {
        String[] most =
                IntStream.range(0, 64).mapToObj(i -> "%0128d".formatted(i)).toArray(String[]::new);

        assertThat(Scopes.of(most).size()).isEqualTo(64);
        assertThat(Scopes.parse(String.join(" ", most))).contains(Scopes.of(most));
        assertThat(Scope.parse(most[0] + "0")).isEmpty();
    }

    @Test
    void reads_aRepeatedScopeOnce() {
        assertThat(Scopes.parse("a a b").orElseThrow()).hasToString("a b");
        assertThat(Scopes.parse("a b b").orElseThrow()).hasToString("a b");
    }

    @Test
    void counts_andWalks_whatItHolds() {
        Scopes some = Scopes.of("b", "a");

        assertThat(some.size()).isEqualTo(2);
        assertThat(some.isEmpty()).isFalse();
        assertThat(Scopes.of(List.of()).isEmpty()).isTrue();
        assertThat(some).map(Scope::toString).containsExactly("a", "b");
    }

    @Test
    void equals_byWhatItHolds() {
        Scopes some = Scopes.of("a", "b");

        assertThat(some).isNotEqualTo(Scopes.of("a")).isNotEqualTo("a b");
        assertThat(some).hasSameHashCodeAs(Scopes.parse("b a").orElseThrow());
        assertThat(some.hashCode()).isNotEqualTo(Scopes.of("a").hashCode());
    }
}
