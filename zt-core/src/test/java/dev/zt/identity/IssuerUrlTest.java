package dev.zt.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerUrlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://idp.example",
                "https://idp.example/",
                "https://idp.example:8443/realms/shop",
                "https://IDP.example/Realms",
                "https://[2001:db8::1]/x",
                "https://idp.example/a%20b",
                "http://127.0.0.1:8080/realms/shop",
                "http://[::1]:8080"
            })
    void reads_issuersAsTheyStand(String text) {
        assertThat(IssuerUrl.parse(text)).contains(IssuerUrl.of(text));
        assertThat(IssuerUrl.of(text)).hasToString(text);
        assertThat(IssuerUrl.of(text).url()).isEqualTo(URI.create(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "idp.example",
                "//idp.example",
                "https:",
                "https://",
                "https:///path",
                "https:idp.example",
                "HTTPS://idp.example",
                "http://idp.example",
                "http://localhost",
                "http://127.0.0.2",
                "http://127.0.0.1.example",
                "http://0x7f000001",
                "https://user@idp.example",
                "https://user:pass@idp.example",
                "https://idp.example?x=1",
                "https://idp.example?",
                "https://idp.example#x",
                "https://idp.example#",
                "https://idp.example/a b",
                " https://idp.example",
                "https://idp.example\n",
                "https://idp.example/\"",
                "https://idp.example/\\",
                "https://idp.example/\u00e9",
                "https://idp_example\u0000/",
                "https://idp.example:port",
                "https://idp.example/%zz",
                "spiffe://shop.example/idp",
                "file:///etc/passwd",
                "urn:idp"
            })
    void refuses_whatTheGrammarForbids(String text) {
        assertThat(IssuerUrl.parse(text)).isEmpty();
        assertThatThrownBy(() -> IssuerUrl.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("an issuer is an HTTPS URL");
    }

    @Test
    void reads_oneOfTheLargestLengthAndNoLongerOne() {
        String longest = "https://idp.example/" + "a".repeat(IssuerUrl.MAX_LENGTH - 20);

        assertThat(IssuerUrl.parse(longest)).isPresent();
        assertThat(IssuerUrl.parse(longest + "a")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://idp.example, https://idp.example/",
        "https://idp.example, https://IDP.example",
        "https://idp.example, https://idp.example:443",
        "https://idp.example/a, https://idp.example/A",
        "https://idp.example/a, https://idp.example/%61"
    })
    void tells_spellingsApart(String one, String other) {
        assertThat(IssuerUrl.of(one)).isNotEqualTo(IssuerUrl.of(other));
    }

    @Property
    void never_throwsOnUntrustedText(@ForAll String text) {
        assertThat(IssuerUrl.parse(text).map(IssuerUrl::text).orElse(text)).isEqualTo(text);
    }
}
