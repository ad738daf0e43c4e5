package dev.zt.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.identity.Issuer;
import dev.zt.identity.TrustDomain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BundleSourcesTest {
    private static final TrustDomain SHOP = TrustDomain.of("shop.example");
    private static final TrustDomain BANK = TrustDomain.of("bank.example");

    private final List<String> asked = new ArrayList<>();

    private final class Named implements BundleSource {
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        public BundleLookup bundle(Issuer issuer) {
            asked.add(name);
            return new BundleLookup.Unavailable(Duration.ZERO);
        }

        @Override
        public Optional<Duration> age(Issuer issuer) {
            return Optional.of(Duration.ofSeconds(7));
        }

        @Override
        public BundleLookup bundleWith(Issuer issuer, KeyUse use, String keyId) {
            asked.add(name + " for " + keyId);
            return new BundleLookup.Unavailable(Duration.ZERO);
        }
    }

    @Test
    void asks_theOneSourceOfAnIssuerInBothWays() {
        BundleSources sources = BundleSources.builder()
                .route(SHOP, new Named("shop"))
                .otherwise(new Named("others"))
                .build();
        sources.bundle(SHOP);
        sources.bundleWith(SHOP, KeyUse.WIT_SVID, "a");
        sources.bundle(BANK);
        sources.bundleWith(BANK, KeyUse.WIT_SVID, "b");

        assertThat(asked).containsExactly("shop", "shop for a", "others", "others for b");
    }

    @Test
    void says_whatItsSourcesSay() {
        BundleSources sources =
                BundleSources.builder().route(SHOP, new Named("shop")).build();

        assertThat(sources.bundle(SHOP)).isEqualTo(new BundleLookup.Unavailable(Duration.ZERO));
        assertThat(sources.age(SHOP)).contains(Duration.ofSeconds(7));
        assertThat(sources.age(BANK)).isEmpty();
    }

    @Test
    void trusts_nobodyWithoutASource() {
        assertThat(BundleSources.builder().build().bundleWith(SHOP, KeyUse.WIT_SVID, "a"))
                .isInstanceOf(BundleLookup.NotTrusted.class);
    }

    @Test
    void refuses_twoSourcesForOneIssuer() {
        BundleSources.Builder sources = BundleSources.builder().route(SHOP, new Named("one"));

        assertThatThrownBy(() -> sources.route(SHOP, new Named("two")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two sources for the keys of shop.example");
    }
}
