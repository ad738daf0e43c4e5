package dev.zt.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.servlet.InnerRoute.Reach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MvcPatternTest {
    @ParameterizedTest
    @CsvSource({
        "/orders/{id}, /orders/{v1}, ALL",
        "/orders/*, /orders/{v1}, ALL",
        "/orders/**, /orders/{**}, ALL",
        "/orders/{*rest}, /orders/{**}, ALL",
        "/orders/, /orders/, ALL",
        "/, /, ALL",
        "'', /, ALL",
        "orders, /orders, ALL",
        "/orders/{id:[0-9]+}, /orders/{v1}, PART",
        "/orders/{id}.json, /orders/{v1}, PART",
        "/a?c*/b, /{v0}/b, PART",
        "/{from}-{to}, /{v0}, PART",
        "/**/print, /{**}, PART",
        "/straße, /{v0}, PART",
    })
    void says_inTheWordsOfThePolicy_whatAPatternMayMatch(String pattern, String template, Reach reach) {
        MvcPattern read = MvcPattern.of(pattern);

        assertThat(read.template()).hasToString(template);
        assertThat(read.reach()).isEqualTo(reach);
    }
}
