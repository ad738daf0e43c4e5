package dev.zt.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"orders-7c9f.4_b", "A", "0"})
    void reads_whatTheGrammarAllows(String claim) {
        assertThat(InstanceId.parse(claim)).contains(new InstanceId(claim, InstanceId.Origin.SIGNED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "a\n", "\u00e9", "a:b"})
    void refuses_whatTheGrammarForbids(String claim) {
        assertThat(InstanceId.parse(claim)).isEmpty();
        assertThatThrownBy(() -> InstanceId.ofKey(claim)).hasMessageContaining("1 to 128");
    }

    @Test
    void accepts_128CharactersAndRefusesOneMore() {
        assertThat(InstanceId.parse("a".repeat(128))).isPresent();
        assertThat(InstanceId.parse("a".repeat(129))).isEmpty();
    }

    @Test
    void isPossiblyShared_unlessTheIssuerSignedIt() {
        assertThat(InstanceId.parse("orders-1").orElseThrow().isPossiblyShared())
                .isFalse();
        assertThat(InstanceId.ofKey("orders-1").isPossiblyShared()).isTrue();
        assertThat(InstanceId.unknown().isPossiblyShared()).isTrue();
    }

    @Test
    void prints_itsValue() {
        assertThat(InstanceId.ofKey("abc")).hasToString("abc");
        assertThat(InstanceId.unknown()).hasToString("unknown");
    }
}
