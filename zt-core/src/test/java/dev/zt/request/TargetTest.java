package dev.zt.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "orders",
                "*",
                "http://evil/orders",
                "//orders",
                "/orders//7",
                "/./orders",
                "/orders/.",
                "/orders/..",
                "/../orders",
                "/public/..;/admin",
                "/orders;x=1",
                "/;/orders",
                "/orders/;",
                "/orders\\7",
                "/orders/%5c7",
                "/orders/%5C7",
                "/orders/%2f7",
                "/orders/%2F7",
                "/orders/%2e",
                "/orders/%2e%2e/admin",
                "/orders/%2E",
                "/orders/%252e",
                "/orders/%25",
                "/orders%3bx",
                "/orders%3Bx",
                "/orders%00",
                "/orders%0a",
                "/orders%0d%0a",
                "/orders%7f",
                "/orders%",
                "/orders%2",
                "/orders%zz",
                "/orders%+1",
                "/orders%c0%af",
                "/orders%c0%ae",
                "/orders%ff",
                "/orders%ed%a0%80",
                "/orders%e2%80%a8",
                "/orders%c2%85",
                "/orders%ef%bb%bf",
                "/orders#x",
                "/orders?x",
                "/or ders",
                "/orders\t",
                "/orders\n",
                "/orders\u0000",
                "/orders\u00e9",
                "/orders\u2028",
                "/%2e",
                "/%2e%2e",
                "/a/b/../../c",
                "/a/%2e./b",
                "/a/.%2e/b"
            })
    void refuses_whatCanBeReadInTwoWays(String raw) {
        assertThat(Target.parse(raw)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/orders, /orders",
        "/orders/, /orders/",
        "/orders/7, /orders/7",
        "/a/.../b, /a/.../b",
        "/a/..b, /a/..b",
        "/caf%C3%A9, /café",
        "/%6Frders, /orders",
        "/%7Euser, /~user",
        "/a%20b, /a b",
        "/orders:7@x, /orders:7@x",
        "/a%3Fb, /a?b"
    })
    void reads_everythingElseInOneWay(String raw, String decoded) {
        assertThat(Target.parse(raw)).map(Target::decoded).contains(decoded);
    }

    @Test
    void reads_exactlyTheCharactersThatHaveOneMeaning() {
        for (char c = 0; c < 0x300; c++) {
            boolean plain = c > 0x20 && c < 0x7F && ";\\?#%/".indexOf(c) < 0;
            assertThat(Target.parse("/a" + c + "b").isPresent())
                    .as("character %d", (int) c)
                    .isEqualTo(plain || c == '/');
        }
    }

    @Test
    void reads_exactlyTheEscapesThatHaveOneMeaning() {
        for (char c = 0; c < 0x3000; c++) {
            String escaped = URLEncoder.encode("" + c, StandardCharsets.UTF_8).replace("+", "%20");
            String segment = escaped.startsWith("%") ? escaped : "%%%02x".formatted((int) c);
            boolean control = c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
            assertThat(Target.parse("/a" + segment).isPresent())
                    .as("character %d", (int) c)
                    .isEqualTo(!control && "/\\.%;".indexOf(c) < 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%4G", "/%g4", "/%4:", "/%4@", "/%4`", "/%:4", "/%\uff114", "/%4\uff11", "/a%4", "/a%"})
    void refuses_escapesOfOtherDigits(String raw) {
        assertThat(Target.parse(raw)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%ef%bb%bf", "/%ef%bf%bd", "/%fe", "/a%c3", "/a%c3/%a9", "/%f4%90%80%80"})
    void refuses_octetsThatAreNoText(String raw) {
        assertThat(Target.parse(raw)).isEmpty();
    }

    @Test
    void reads_theEscapeAtTheVeryEnd() {
        assertThat(Target.parse("/a%41/%5aZ%5A").orElseThrow().segments()).containsExactly("aA", "ZZZ");
    }

    @Test
    void prints_andCompares_whatItMeans() {
        Target target = Target.parse("/%6frders").orElseThrow();

        assertThat(target).hasToString("/orders").isNotEqualTo("/orders");
        assertThat(target.raw()).isEqualTo("/%6frders");
        assertThat(target).isEqualTo(Target.parse("/orders").orElseThrow());
        assertThat(target).hasSameHashCodeAs(Target.parse("/orders").orElseThrow());
        assertThat(target.hashCode())
                .isNotEqualTo(Target.parse("/others").orElseThrow().hashCode());
    }

    @Test
    void keeps_theTrailingSlashApart() {
        assertThat(Target.parse("/a")).isNotEqualTo(Target.parse("/a/"));
        assertThat(Target.parse("/a/").orElseThrow().segments()).containsExactly("a", "");
    }

    @Test
    void refuses_overlongPathsAndTooManySegments() {
        assertThat(Target.parse("/" + "a".repeat(Target.MAX_LENGTH))).isEmpty();
        assertThat(Target.parse("/" + "a".repeat(Target.MAX_LENGTH - 1))).isPresent();
        assertThat(Target.parse("/a".repeat(129))).isEmpty();
        assertThat(Target.parse("/a".repeat(128))).isPresent();
    }

    @Test
    void cuts_wholeSegmentsOfAPrefix() {
        Target target = Target.parse("/shop/orders/7").orElseThrow();

        assertThat(target.below("/shop")).map(Target::decoded).contains("/orders/7");
        assertThat(target.below("")).contains(target);
        assertThat(target.below("/sho")).isEmpty();
        assertThat(target.below("/other")).isEmpty();
        assertThat(Target.parse("/shop").orElseThrow().below("/shop")).isEmpty();
        assertThat(Target.parse("/shop/").orElseThrow().below("/shop"))
                .map(Target::decoded)
                .contains("/");
    }

    @Property
    void reading_neverThrowsAndNeverYieldsDotSegments(@ForAll String raw) {
        Target.parse("/" + raw)
                .ifPresent(target -> assertThat(target.segments()).doesNotContain(".", ".."));
    }
}
