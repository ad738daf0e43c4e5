package dev.zt.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.TrustDomain;
import dev.zt.jose.CompactJws;
import dev.zt.verify.Forge;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedKeyTest {
    private static final SignatureProvider ENGINE = SignatureProvider.bouncyCastle();
    private static final IssuerUrl ISSUER = IssuerUrl.of("https://idp.example");

    private final ECKey key = Forge.newKey();

    private static TrustBundle bundle(String keyId, ECKey key) {
        return TrustBundle.readKeySet(
                ISSUER, "test", Forge.bundle(keyId, key, "sig").getBytes(StandardCharsets.UTF_8), ENGINE);
    }

    private static PublishedKey published(String keyId, ECKey key) {
        return bundle(keyId, key).key(KeyUse.TOKEN, keyId).orElseThrow();
    }

    @Test
    void knows_whatItSigned() {
        String token = Forge.sign("{\"alg\":\"ES256\"}", "{}", key);

        assertThat(published("a", key).signed(CompactJws.split(token))).isTrue();
        assertThat(published("a", Forge.newKey()).signed(CompactJws.split(token)))
                .isFalse();
    }

    @Test
    void equals_byNameAndKey() {
        PublishedKey one = published("a", key);

        assertThat(one).isEqualTo(published("a", key)).hasSameHashCodeAs(published("a", key));
        assertThat(one).isNotEqualTo(published("b", key)).isNotEqualTo(published("a", Forge.newKey()));
        assertThat(one.hashCode()).isNotEqualTo(published("b", key).hashCode());
        assertThat(one).isNotEqualTo("a").hasToString("PublishedKey[a]");
    }

    @Test
    void bundles_sayWhetherTheyPublishIt() {
        TrustBundle bundle = bundle("a", key);
        String thumbprint = published("a", key).thumbprint();

        assertThat(bundle.publishes(KeyUse.TOKEN, thumbprint)).isTrue();
        assertThat(bundle.publishes(KeyUse.WIT_SVID, thumbprint)).isFalse();
        assertThat(bundle.publishes(KeyUse.TOKEN, published("a", Forge.newKey()).thumbprint()))
                .isFalse();
        assertThat(bundle).hasToString("TrustBundle[https://idp.example 1 keys]");
    }

    @ParameterizedTest
    @CsvSource({"7, 7, true", "7, 8, true", "7, 6, false", ", 0, true", "0, , false", ", , true"})
    void bundles_areNotFollowedByOlderOnes(Long held, Long next, boolean followed) {
        TrustBundle before = sequence(held);
        TrustBundle after = sequence(next);

        if (followed) {
            assertThat(after.notOlderThan(Optional.of(before), "test")).isSameAs(after);
        } else {
            Assertions.assertThatThrownBy(() -> after.notOlderThan(Optional.of(before), "test"))
                    .hasMessageContaining(held + " is in force");
        }
        assertThat(after.notOlderThan(Optional.empty(), "test")).isSameAs(after);
    }

    private static TrustBundle sequence(Long number) {
        String json = "{\"keys\":[]" + (number == null ? "" : ",\"spiffe_sequence\":" + number) + "}";
        return TrustBundle.read(TrustDomain.of("shop.example"), "test", json.getBytes(StandardCharsets.UTF_8), ENGINE);
    }

    @ParameterizedTest
    @CsvSource({"' ', true", "~, true", "a b, true", "'', false", "'\u007f', false", "'\u001f', false", "\u00e9, false"
    })
    void names_areOfPrintableAscii(String keyId, boolean plain) {
        assertThat(KeyId.isPlain(keyId)).isEqualTo(plain);
    }

    @Test
    void names_haveAtMost256Characters() {
        assertThat(KeyId.isPlain("a".repeat(256))).isTrue();
        assertThat(KeyId.isPlain("a".repeat(257))).isFalse();
    }
}
