package dev.zt.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadIdTest {
    @Test
    void reads_domainAndPath() {
        WorkloadId id = WorkloadId.of("spiffe://shop.example/ns/prod/sa/orders");

        assertThat(id.trustDomain()).isEqualTo(TrustDomain.of("shop.example"));
        assertThat(id.path()).isEqualTo("/ns/prod/sa/orders");
        assertThat(id).hasToString("spiffe://shop.example/ns/prod/sa/orders");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "spiffe://",
                "spiffe://shop.example",
                "spiffe://shop.example/",
                "spiffe:///orders",
                "Spiffe://shop.example/orders",
                "SPIFFE://shop.example/orders",
                "wimse://shop.example/orders",
                "https://shop.example/orders",
                "spiffe://Shop.example/orders",
                "spiffe://shop.example:443/orders",
                "spiffe://user@shop.example/orders",
                "spiffe://shop.example/orders?x=1",
                "spiffe://shop.example/orders#x",
                "spiffe://shop.example/orders/",
                "spiffe://shop.example//orders",
                "spiffe://shop.example/./orders",
                "spiffe://shop.example/../orders",
                "spiffe://shop.example/orders/..",
                "spiffe://shop.example/%6Frders",
                "spiffe://shop.example/%2e%2e/orders",
                "spiffe://shop.example/ord ers",
                " spiffe://shop.example/orders",
                "spiffe://shop.example/orders\n",
                "spiffe://[::1]/orders",
                "/orders",
                "orders"
            })
    void refuses_whatTheGrammarForbids(String text) {
        assertThat(WorkloadId.parse(text)).isEmpty();
        assertThatThrownBy(() -> WorkloadId.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"spiffe://a/...", "spiffe://a/.path", "spiffe://a/..path", "spiffe://a.b-c_d/P_a.t-h/0"})
    void accepts_whatTheGrammarAllows(String text) {
        assertThat(WorkloadId.parse(text)).map(Object::toString).contains(text);
    }

    @Test
    void refuses_kelvinSignThatLowercasesToK() {
        assertThat(WorkloadId.parse("spiffe://ban\u212A.example/x")).isEmpty();
    }

    @Test
    void refuses_upperCaseUnderTurkishLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(new Locale("tr", "TR"));
            assertThat(WorkloadId.parse("spiffe://EXAMPLE.IO/x")).isEmpty();
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void accepts_2048CharactersAndRefusesOneMore() {
        String longest = "spiffe://a/" + "x".repeat(WorkloadId.MAX_LENGTH - "spiffe://a/".length());

        assertThat(WorkloadId.parse(longest)).isPresent();
        assertThat(WorkloadId.parse(longest + "x")).isEmpty();
    }

    @Test
    void accepts_255CharacterDomainAndRefusesOneMore() {
        assertThat(TrustDomain.parse("a".repeat(255))).isPresent();
        assertThat(TrustDomain.parse("a".repeat(256))).isEmpty();
    }

    @Test
    void allows_exactlyTheCharactersOfTheSpec() {
        for (char c = 0; c < 0x300; c++) {
            boolean lower = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
            boolean upper = c >= 'A' && c <= 'Z';
            assertThat(TrustDomain.parse("a" + c + "b").isPresent())
                    .as("domain %d", (int) c)
                    .isEqualTo(lower);
            boolean path = lower || upper || c == '/';
            assertThat(WorkloadId.parse("spiffe://a/b" + c + "c").isPresent())
                    .as("path %d", (int) c)
                    .isEqualTo(path);
        }
    }

    @Test
    void names_theBrokenRule() {
        assertThatThrownBy(() -> WorkloadId.of("spiffe://shop.example")).hasMessageContaining("needs a path");
        assertThatThrownBy(() -> WorkloadId.of("spiffe://shop.example/a/../b")).hasMessageContaining("'..'");
        assertThatThrownBy(() -> WorkloadId.of("spiffe://SHOP/a")).hasMessageContaining("lower case");
        assertThatThrownBy(() -> WorkloadId.of("https://shop.example/a")).hasMessageContaining("starts with spiffe://");
        assertThatThrownBy(() -> WorkloadId.of("spiffe://shop/a//b")).hasMessageContaining("no empty path segment");
        assertThatThrownBy(() -> WorkloadId.of("spiffe://shop/a%20")).hasMessageContaining("holds only letters");
        assertThatThrownBy(() -> WorkloadId.of("spiffe://shop/" + "a".repeat(2048)))
                .hasMessageContaining("at most 2048");
    }

    @Test
    void sorts_byItsText() {
        WorkloadId first = WorkloadId.of("spiffe://shop.example/a");
        WorkloadId second = WorkloadId.of("spiffe://shop.example/b");

        assertThat(first).isLessThan(second);
        assertThat(second).isGreaterThan(first);
        assertThat(first).isEqualByComparingTo(WorkloadId.of("spiffe://shop.example/a"));
    }

    @Test
    void equals_byItsText() {
        WorkloadId id = WorkloadId.of("spiffe://shop.example/a");

        assertThat(id).isEqualTo(WorkloadId.of("spiffe://shop.example/a")).isNotEqualTo("spiffe://shop.example/a");
        assertThat(id).hasSameHashCodeAs(WorkloadId.of("spiffe://shop.example/a"));
        assertThat(id.hashCode())
                .isNotEqualTo(WorkloadId.of("spiffe://shop.example/b").hashCode());
        assertThat(id.issuer()).isEqualTo(TrustDomain.of("shop.example"));
    }

    @Property
    void parsing_neverChangesTheText(@ForAll String text) {
        assertThat(WorkloadId.parse(text).map(Object::toString).orElse(text)).isEqualTo(text);
    }

    @Property
    void everyPathSegment_ofTheAlphabetIsRead(@ForAll @NotEmpty @CharRange(from = 'a', to = 'z') String segment) {
        assertThat(WorkloadId.of("spiffe://a/" + segment).path()).isEqualTo("/" + segment);
    }
}
