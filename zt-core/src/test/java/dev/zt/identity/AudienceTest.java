package dev.zt.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudienceTest {
    @ParameterizedTest
    @CsvSource({
        "https://orders.internal, https://orders.internal",
        "https://orders.internal, https://ORDERS.internal/",
        "https://orders.internal, HTTPS://orders.internal:443",
        "https://orders.internal, https://orders.internal?x=1",
        "https://orders.internal/api, https://orders.internal/api#top",
        "http://orders.internal, http://orders.internal:80/",
        "orders, orders"
    })
    void covers_theSameUriInAnotherSpelling(String mine, String presented) {
        assertThat(Audience.of(mine).covers(Audience.parse(presented).orElseThrow(), "/x"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://orders.internal, https://billing.internal",
        "https://orders.internal, http://orders.internal",
        "https://orders.internal, https://orders.internal:8443",
        "https://orders.internal/api, https://orders.internal/API",
        "https://orders.internal/api, https://orders.internal",
        "https://orders.internal, https://orders.internal.evil.example",
        "https://orders.internal/api, https://orders.internal/apix",
        "orders, Orders"
    })
    void covers_nothingElse(String mine, String presented) {
        assertThat(Audience.of(mine).covers(Audience.parse(presented).orElseThrow(), "/x"))
                .isFalse();
    }

    @Test
    void covers_theFullUriOfTheRequestAtHand() {
        Audience mine = Audience.of("https://orders.internal");
        Audience full = Audience.of("https://orders.internal/orders/7");

        assertThat(mine.covers(full, "/orders/7")).isTrue();
        assertThat(mine.covers(full, "/orders/8")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://orders.internal, https://ORDERS.internal/orders/7, /orders/7, true",
        "https://orders.internal, https://orders.internal/orders/7, /orders/8, false",
        "https://orders.internal/api, https://orders.internal/api, /x, true",
        "https://orders.internal/api/, https://orders.internal/api/x, /api/x, true",
        "https://orders.internal/api, https://orders.internal/x, /x, false",
        "https://orders.internal, 'no audience', /x, false",
        "orders, orders, /x, true",
        "orders, https://orders.internal, /, false",
    })
    void covers_whatACallerWrote(String mine, String presented, String path, boolean covered) {
        assertThat(Audience.of(mine).covers(presented, path)).isEqualTo(covered);
    }

    @Test
    void has_anOrigin_ifItIsAUriOfTheWeb() {
        assertThat(Audience.of("https://Orders.internal/api").origin()).contains("https://orders.internal");
        assertThat(Audience.of("orders").origin()).isEmpty();
    }

    @Test
    void equals_byWhatItMeans() {
        Audience one = Audience.of("https://orders.internal");

        assertThat(one).isEqualTo(Audience.of("HTTPS://orders.internal:443/")).isNotEqualTo(Audience.of("orders"));
        assertThat(one).isNotEqualTo("https://orders.internal/");
        assertThat(one).hasSameHashCodeAs(Audience.of("https://orders.internal/"));
        assertThat(one.hashCode()).isNotEqualTo(Audience.of("orders").hashCode());
    }

    @Test
    void accepts_2048CharactersAndRefusesOneMore() {
        assertThat(Audience.parse("a".repeat(2048))).isPresent();
        assertThat(Audience.parse("a".repeat(2049))).isEmpty();
    }

    @Test
    void reads_onlyPrintableAscii() {
        assertThat(Audience.parse("!~")).isPresent();
        assertThat(Audience.parse("a\u007f")).isEmpty();
        assertThat(Audience.parse("a ")).isEmpty();
    }

    @Test
    void covers_noRequestOutsideItsOwnPath() {
        Audience mine = Audience.of("https://gateway.internal/orders");

        assertThat(mine.covers(Audience.of("https://gateway.internal/billing/1"), "/billing/1"))
                .isFalse();
        assertThat(mine.covers(Audience.of("https://gateway.internal/ordersx"), "/ordersx"))
                .isFalse();
        assertThat(mine.covers(Audience.of("https://gateway.internal/orders/1"), "/orders/1"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://",
                "https://user@orders.internal",
                "https://a b",
                "a\"b",
                "a\\b",
                "a\nb",
                "https://%zz"
            })
    void refuses_whatIsNoAudience(String text) {
        assertThat(Audience.parse(text)).isEmpty();
    }

    @Test
    void refuses_ownAudienceWithQuery() {
        assertThatThrownBy(() -> Audience.of("https://orders.internal?x=1")).hasMessageContaining("without query");
        assertThatThrownBy(() -> Audience.of("https://orders.internal#x")).hasMessageContaining("without query");
        assertThatThrownBy(() -> Audience.of("?x")).hasMessageContaining("without query");
        assertThatThrownBy(() -> Audience.of("#x")).hasMessageContaining("without query");
    }

    @Test
    void prints_theOriginWithoutTheImpliedSlash() {
        assertThat(Audience.of("https://Orders.internal:443/")).hasToString("https://orders.internal");
    }
}
