package dev.zt.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustDomainTest {
    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "255.255.255.255", "0.9.0.9"})
    void looksLikeAnAddress_whenItIsFourNumbers(String name) {
        assertThat(TrustDomain.of(name).looksLikeAddress()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0", "10.0.0.0.1", "10.0.0.a", "10.0.0.-", "shop.example", "10"})
    void looksLikeAName_otherwise(String name) {
        assertThat(TrustDomain.of(name).looksLikeAddress()).isFalse();
    }

    @Test
    void names_theBrokenRule() {
        assertThatThrownBy(() -> TrustDomain.of("")).hasMessageContaining("must not be empty");
        assertThatThrownBy(() -> TrustDomain.of("a".repeat(256))).hasMessageContaining("at most 255");
        assertThatThrownBy(() -> TrustDomain.of("shop/x")).hasMessageContaining("lower case");
    }

    @ParameterizedTest
    @CsvSource({"a, b, -1", "b, a, 1", "a, a, 0"})
    void sorts_byName(String one, String other, int expected) {
        assertThat(Integer.signum(TrustDomain.of(one).compareTo(TrustDomain.of(other))))
                .isEqualTo(expected);
    }

    @Test
    void prints_itsName() {
        assertThat(TrustDomain.of("shop.example")).hasToString("shop.example");
    }
}
