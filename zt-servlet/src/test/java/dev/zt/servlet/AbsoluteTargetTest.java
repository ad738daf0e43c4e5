package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AbsoluteTargetTest {
    @ParameterizedTest
    @CsvSource({
        "orders.internal, http://orders.internal/x, true",
        "orders.internal, http://orders.internal, true",
        "orders.internal, http://orders.internal?x, true",
        "orders.internal, https://orders.internal/x, true",
        "orders.internal, HTTP://Orders.Internal/x, true",
        "orders.internal:80, http://orders.internal/x, true",
        "orders.internal, http://orders.internal:80/x, true",
        "orders.internal, https://orders.internal:443/x, true",
        "orders.internal:8080, http://orders.internal:8080/x, true",
        "[::1]:8080, http://[::1]:8080/x, true",
        "orders.internal, http://orders.internal:443/x, false",
        "orders.internal, http://evil.example/x, false",
        "orders.internal, http://orders.internal:81/x, false",
        "orders.internal, http://orders.internal@evil.example/x, false",
        "orders.internal, http://user@orders.internal/x, false",
        "orders.internal, http://orders.internal%2fpublic/x, false",
        "orders.internal, 'http://orders.internal\\x/y', false",
        "orders.internal, http:///x, false",
        "orders.internal, http:/x, false",
        "orders.internal, ftp://orders.internal/x, false",
        "orders.internal, /x, false",
    })
    void names_onlyTheHostOfTheRequest(String host, String target, boolean only) {
        assertThat(AbsoluteTarget.namesOnly(host, target)).isEqualTo(only);
    }

    @Test
    void names_nothing_withoutAHost() {
        assertThat(AbsoluteTarget.namesOnly(null, "http://orders.internal/x")).isFalse();
    }
}
