package dev.zt.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    void instanceIds_keepTheirGrammar() {
        assertThat(InstanceId.parse("orders-7c9f.4_b")).isPresent();
        assertThat(InstanceId.parse("")).isEmpty();
        assertThat(InstanceId.parse("a b")).isEmpty();
        assertThat(InstanceId.parse("a".repeat(129))).isEmpty();
        assertThat(InstanceId.ofKey("abc").isPossiblyShared()).isTrue();
    }
}
