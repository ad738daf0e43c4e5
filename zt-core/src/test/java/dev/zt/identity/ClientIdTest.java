package dev.zt.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientIdTest {
    private static final IssuerUrl ISSUER = IssuerUrl.of("https://idp.example");

    @ParameterizedTest
    @ValueSource(
            strings = {"billing", "b", "s6BhdRkqt3", "https://app.example/id", "spiffe://shop.example/billing", "a=b&c"
            })
    void reads_namesAsTheyStand(String name) {
        assertThat(ClientId.parse(ISSUER, ClientId.Kind.CLIENT, name)).contains(ClientId.client(ISSUER, name));
        assertThat(ClientId.client(ISSUER, name).name()).isEqualTo(name);
        assertThat(ClientId.client(ISSUER, name).issuer()).isEqualTo(ISSUER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", " a", "a\n", "a\r\nb", "a\u0000", "a\u001b[1m", "a\"", "a\\", "caf\u00e9"})
    void refuses_whatTheGrammarForbids(String name) {
        assertThat(ClientId.parse(ISSUER, ClientId.Kind.CLIENT, name)).isEmpty();
        assertThat(ClientId.parse(ISSUER, ClientId.Kind.ACTOR, name)).isEmpty();
        assertThatThrownBy(() -> ClientId.client(ISSUER, name)).hasMessageStartingWith("a client or actor has a name");
        assertThatThrownBy(() -> ClientId.actor(ISSUER, name)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(ClientId.Kind.class)
    void reads_oneOfTheLargestLengthAndNoLongerOne(ClientId.Kind kind) {
        String longest = "a".repeat(ClientId.MAX_LENGTH);

        assertThat(ClientId.parse(ISSUER, kind, longest)).isPresent();
        assertThat(ClientId.parse(ISSUER, kind, longest + "a")).isEmpty();
    }

    @Test
    void tells_clientsFromActorsOfTheSameName() {
        assertThat(ClientId.client(ISSUER, "billing")).isNotEqualTo(ClientId.actor(ISSUER, "billing"));
        assertThat(ClientId.client(ISSUER, "billing").toString())
                .isNotEqualTo(ClientId.actor(ISSUER, "billing").toString());
    }

    @Test
    void tells_sameNamesOfTwoIssuersApart() {
        assertThat(ClientId.client(ISSUER, "billing"))
                .isNotEqualTo(ClientId.client(IssuerUrl.of("https://idp.example/"), "billing"));
    }

    @Test
    void tells_namesApartByTheirCase() {
        assertThat(ClientId.client(ISSUER, "billing")).isNotEqualTo(ClientId.client(ISSUER, "Billing"));
    }

    @Test
    void isNoWorkload_evenWithTheNameOfOne() {
        String name = "spiffe://shop.example/billing";

        assertThat((CallerId) ClientId.client(ISSUER, name)).isNotEqualTo(WorkloadId.of(name));
        assertThat((CallerId) WorkloadId.of(name)).isNotEqualTo(ClientId.client(ISSUER, name));
    }

    @Test
    void prints_issuerKindAndName() {
        assertThat(ClientId.client(ISSUER, "billing")).hasToString("https://idp.example client_id=billing");
        assertThat(ClientId.actor(ISSUER, "billing")).hasToString("https://idp.example act.sub=billing");
    }

    @Property
    void prints_oneLineOfPlainTextWhateverIsRead(@ForAll String name) {
        ClientId.parse(ISSUER, ClientId.Kind.ACTOR, name)
                .ifPresent(id -> assertThat(id.toString()).matches("[!-~]+ act\\.sub=[!-~]+"));
    }
}
