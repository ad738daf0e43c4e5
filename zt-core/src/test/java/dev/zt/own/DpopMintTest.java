package dev.zt.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.SignedJWT;
import dev.zt.jose.PrivateJwk;
import dev.zt.keys.SignatureProvider;
import dev.zt.verify.Forge;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DpopMintTest {
    private static final Instant NOW = Instant.ofEpochSecond(Forge.NOW);
    private static final URI ORDER = URI.create("https://orders.internal/orders/7");
    // RFC 9449 §7.1.
    private static final String TOKEN = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";

    private final DpopMint mint = DpopMint.withNewKey(SignatureProvider.bouncyCastle(), () -> NOW);

    static Stream<SignatureProvider> providers() {
        return Stream.concat(Stream.of(SignatureProvider.bouncyCastle()), SignatureProvider.corretto().stream());
    }

    private static SignedJWT read(String proof) {
        try {
            return SignedJWT.parse(proof);
        } catch (java.text.ParseException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, Object> claims(String proof) {
        return read(proof).getPayload().toJSONObject();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void signs_soThatAnotherLibraryAgrees(SignatureProvider provider) throws Exception {
        SignedJWT proof = read(DpopMint.withNewKey(provider, () -> NOW).mint("GET", ORDER, null, null));

        assertThat(proof.getHeader().getType()).hasToString("dpop+jwt");
        assertThat(proof.getHeader().getAlgorithm()).hasToString("ES256");
        assertThat(proof.getHeader().getIncludedParams()).containsExactlyInAnyOrder("typ", "alg", "jwk");
        ECKey key = proof.getHeader().getJWK().toECKey();
        assertThat(key.toJSONObject()).containsOnlyKeys("kty", "crv", "x", "y");
        assertThat(proof.verify(new ECDSAVerifier(key))).isTrue();
        assertThat(proof.getPayload().toJSONObject())
                .containsOnlyKeys("jti", "htm", "htu", "iat")
                .containsEntry("htm", "GET")
                .containsEntry("htu", "https://orders.internal/orders/7")
                .containsEntry("iat", Forge.NOW);
    }

    @Test
    void names_itsKeyByTheThumbprintThatTokensConfirm() throws Exception {
        ECKey key =
                read(mint.mint("GET", ORDER, null, null)).getHeader().getJWK().toECKey();

        assertThat(mint.thumbprint()).isEqualTo(key.computeThumbprint().toString());
    }

    @Test
    void signs_eachProofWithItsOwn128RandomBits() {
        String one = (String) claims(mint.mint("GET", ORDER, null, null)).get("jti");
        String other = (String) claims(mint.mint("GET", ORDER, null, null)).get("jti");

        assertThat(one).hasSize(22).isNotEqualTo(other);
    }

    @Test
    void signs_theNonceThatAServerWants() {
        assertThat(claims(mint.mint("GET", ORDER, null, new DpopNonce("eyJ7S_zG.eyJH0-Z.HX4w-7v"))))
                .containsEntry("nonce", "eyJ7S_zG.eyJH0-Z.HX4w-7v");
    }

    @Test
    void signs_theHashOfTheToken() {
        HeldToken token = HeldToken.bound(TOKEN, NOW, NOW.plusSeconds(300), mint);

        Map<String, String> headers = token.show("POST", ORDER).headers();

        assertThat(headers).containsOnlyKeys("Authorization", "DPoP").containsEntry("Authorization", "DPoP " + TOKEN);
        assertThat(claims(headers.get("DPoP")))
                .containsEntry("ath", "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo")
                .containsEntry("htm", "POST");
    }

    @Test
    void shows_anUnboundTokenAsWhatItIs() {
        HeldToken token = HeldToken.unbound(TOKEN, NOW, NOW.plusSeconds(300));

        assertThat(token.show("GET", ORDER).headers()).isEqualTo(Map.of("Authorization", "Bearer " + TOKEN));
        assertThat(token.isBound()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    https://orders.internal/a?x=1&y=2#z,          https://orders.internal/a
                    https://ORDERS.Internal:443/a,                https://orders.internal/a
                    HTTPS://orders.internal,                      https://orders.internal/
                    https://orders.internal?x,                    https://orders.internal/
                    https://orders.internal:8443/a,               https://orders.internal:8443/a
                    http://127.0.0.1:80/a,                        http://127.0.0.1/a
                    http://127.0.0.1:443/a,                       http://127.0.0.1:443/a
                    https://[::1]:443/a,                          https://[::1]/a
                    https://orders.internal/%7Ejo/%e2%82%ac,      https://orders.internal/~jo/%E2%82%AC
                    https://orders.internal/€,                    https://orders.internal/%E2%82%AC
                    https://orders.internal/a%2fb,                https://orders.internal/a%2Fb
                    https://orders.internal/a/./b/../c,           https://orders.internal/a/c
                    https://orders.internal/a/%2E%2e/c,           https://orders.internal/c
                    https://orders.internal/../a,                 https://orders.internal/a
                    https://orders.internal/a/..,                 https://orders.internal/
                    https://orders.internal/a/.,                  https://orders.internal/a/
                    https://orders.internal/a//b/,                https://orders.internal/a//b/
                    https://orders.internal/.well-known/x,        https://orders.internal/.well-known/x
                    https://orders.internal/A/b;c=1,              https://orders.internal/A/b;c=1
                    """)
    void writes_oneSpellingOfEachUri(String uri, String htu) {
        assertThat(claims(mint.mint("GET", URI.create(uri), null, null))).containsEntry("htu", htu);
    }

    @Test
    void refuses_urisThatNoRequestGoesTo() {
        for (String uri : new String[] {"/a", "mailto:a@b.example", "https://user@orders.internal/a"}) {
            assertThatThrownBy(() -> mint.mint("GET", URI.create(uri), null, null))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refuses_noncesThatCouldChangeAProof() {
        for (String text : new String[] {"", "a b", "a\"b", "a\\b", "a\nb", "é", "x".repeat(513)}) {
            assertThat(DpopNonce.parse(text)).isEmpty();
        }
        assertThat(DpopNonce.parse("x".repeat(512))).isPresent();
        assertThatThrownBy(() -> new DpopNonce("a\"")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shows_noSecretInAnyText() {
        PrivateJwk secret = PrivateJwk.parse(new Forge().holder.toJSONString()).orElseThrow();
        DpopMint known = new DpopMint(SignatureProvider.bouncyCastle().engine().signingKey(secret), () -> NOW);
        HeldToken token = HeldToken.bound(TOKEN, NOW, NOW.plusSeconds(300), known);

        assertThat(known + " " + token + " " + token.show("GET", ORDER))
                .doesNotContain(TOKEN)
                .doesNotContain("eyJ")
                .contains("Authorization");
    }
}
