package dev.zt.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.identity.TrustDomain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleMapTest {
    private static final TrustDomain SHOP = TrustDomain.of("shop.example");
    private static final TrustDomain BANK = TrustDomain.of("bank.example");

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("map.json");
        put(Published.bundle(5, "shop"), Published.bundle(5, "bank"));
    }

    private void put(String shop, String bank) throws IOException {
        Files.writeString(
                file, "{\"trust_domains\":{\"shop.example\":" + shop + ",\"bank.example\":" + bank + "},\"x\":1}");
    }

    private TrustedKeys.Builder builder() {
        return TrustedKeys.builder(SignatureProvider.bouncyCastle(), clock);
    }

    private TrustedKeys open() {
        return builder().bundleMap(file).build();
    }

    private static void refresh(TrustedKeys keys) {
        keys.refresh();
        keys.refresh();
    }

    private static BundleLookup.Found found(BundleSource keys, TrustDomain domain) {
        return (BundleLookup.Found) keys.bundle(domain);
    }

    @Test
    void holds_theBundleOfEachDomain() {
        TrustedKeys keys = open();

        assertThat(keys.issuers()).containsExactlyInAnyOrder(SHOP, BANK);
        assertThat(found(keys, SHOP).bundle().key(KeyUse.WIT_SVID, "shop")).isPresent();
        assertThat(found(keys, SHOP).bundle().key(KeyUse.WIT_SVID, "bank")).isEmpty();
        assertThat(keys.bundle(TrustDomain.of("other.example"))).isInstanceOf(BundleLookup.NotTrusted.class);
    }

    @Test
    void changes_theEpochOfWhatChanged() throws IOException {
        TrustedKeys keys = open();
        long shop = found(keys, SHOP).epoch();
        long bank = found(keys, BANK).epoch();
        put(Published.bundle(6, "shop"), Published.bundle(6, "bank2"));
        refresh(keys);

        assertThat(found(keys, SHOP).bundle().sequence()).hasValue(6);
        assertThat(found(keys, SHOP).epoch()).isEqualTo(shop);
        assertThat(found(keys, BANK).epoch()).isNotEqualTo(bank);
    }

    @Test
    void trusts_aDomainNoMoreThatIsTakenOut() throws IOException {
        TrustedKeys keys = open();
        Files.writeString(file, "{\"trust_domains\":{\"bank.example\":" + Published.bundle(5, "bank") + "}}");
        refresh(keys);

        assertThat(keys.bundle(SHOP)).isInstanceOf(BundleLookup.NotTrusted.class);
        assertThat(found(keys, BANK)).isNotNull();
    }

    @Test
    void keeps_theLastGoodContentForAnHour() throws IOException {
        TrustedKeys keys = open();
        put(Published.bundle(6, "shop"), Published.bundle(4, "older"));
        refresh(keys);

        assertThat(found(keys, SHOP).bundle().sequence()).hasValue(5);
        assertThat(keys.problem(BANK))
                .hasValueSatisfying(problem -> assertThat(problem).contains("spiffe_sequence is 4, but 5"));
        clock.passSeconds(3601);
        refresh(keys);
        assertThat(keys.bundle(SHOP)).isInstanceOf(BundleLookup.Unavailable.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | not a SPIFFE bundle map",
                "{} | 'trust_domains' must be an object",
                "{\"trust_domains\":[]} | 'trust_domains' must be an object",
                "{\"trust_domains\":{\"Shop\":{\"keys\":[]}}} | 'Shop' is no trust domain",
                "{\"trust_domains\":{\"a\":{\"keys\":[]},\"a\":{\"keys\":[]}}} | no member repeated",
                "{\"trust_domains\":{\"a\":7}} | the bundle of a must be an object",
                "{\"trust_domains\":{\"a\":{}}} | 'keys' must be an array"
            })
    void refuses_whatIsNoMap(String document, String problem) throws IOException {
        Files.writeString(file, document);

        assertThatThrownBy(this::open).hasMessageContaining("map.json: ").hasMessageContaining(problem);
    }

    @Test
    void refuses_domainThatIsStatedElsewhere() throws IOException {
        Path shop = Files.writeString(directory.resolve("shop.json"), Published.bundle(1, "stated"));
        TrustedKeys.Builder both = builder().bundleMap(file).bundleFile(SHOP, shop);
        assertThatThrownBy(both::build).hasMessageContaining("the bundle of shop.example is stated elsewhere too");

        Files.writeString(file, "{\"trust_domains\":{}}");
        TrustedKeys keys = builder().bundleFile(SHOP, shop).bundleMap(file).build();
        put(Published.bundle(6, "late"), Published.bundle(6, "late"));
        refresh(keys);
        assertThat(found(keys, SHOP).bundle().key(KeyUse.WIT_SVID, "stated")).isPresent();
        assertThat(keys.bundle(BANK)).isInstanceOf(BundleLookup.NotTrusted.class);
    }
}
