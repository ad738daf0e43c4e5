package dev.zt.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.identity.TrustDomain;
import dev.zt.verify.Forge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileKeysTest {
    private static final TrustDomain DOMAIN = TrustDomain.of("shop.example");

    @TempDir
    Path directory;

    private Path file;
    private Instant now = Instant.ofEpochSecond(1000);

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("bundle.json");
        put("one", 5);
    }

    private void put(String kid, int sequence) throws IOException {
        String json = Forge.bundle(kid, Forge.newKey()).replaceFirst("^\\{", "{\"spiffe_sequence\":" + sequence + ",");
        Files.writeString(file, json);
    }

    private TrustedKeys open() {
        return TrustedKeys.builder(SignatureProvider.bouncyCastle(), () -> now)
                .bundleFile(DOMAIN, file)
                .build();
    }

    private static BundleLookup.Found found(BundleSource source) {
        return (BundleLookup.Found) source.bundle(DOMAIN);
    }

    @Test
    void replaces_theBundleAndItsEpochTogether() throws IOException {
        TrustedKeys source = open();
        long epoch = found(source).epoch();

        put("two", 6);
        source.refresh();
        source.refresh();

        assertThat(found(source).bundle().key(KeyUse.WIT_SVID, "two")).isPresent();
        assertThat(found(source).bundle().key(KeyUse.WIT_SVID, "one")).isEmpty();
        assertThat(found(source).epoch()).isNotEqualTo(epoch);
    }

    @Test
    void keeps_theLastGoodBundle() throws IOException {
        TrustedKeys source = open();

        Files.writeString(file, "garbage");
        source.refresh();
        source.refresh();

        assertThat(found(source).bundle().key(KeyUse.WIT_SVID, "one")).isPresent();
    }

    @Test
    void refuses_anOlderSequence() throws IOException {
        TrustedKeys source = open();

        put("old", 4);
        source.refresh();
        source.refresh();

        assertThat(found(source).bundle().key(KeyUse.WIT_SVID, "one")).isPresent();
    }

    @Test
    void refuses_documentThatLostItsSequence() throws IOException {
        TrustedKeys source = open();

        Files.writeString(file, Forge.bundle("unnumbered", Forge.newKey()));
        source.refresh();
        source.refresh();

        assertThat(found(source).bundle().key(KeyUse.WIT_SVID, "one")).isPresent();
        assertThat(source.problem(DOMAIN))
                .hasValueSatisfying(problem -> assertThat(problem).contains("is missing"));
    }

    @Test
    void believes_noBundleThatWasNotConfirmedForAnHour() throws IOException {
        TrustedKeys source = open();
        Files.delete(file);

        now = now.plus(KeyTimes.standard().maxStale());
        source.refresh();
        source.refresh();
        assertThat(source.bundle(DOMAIN)).isInstanceOf(BundleLookup.Found.class);

        now = now.plusSeconds(1);
        assertThat(source.bundle(DOMAIN)).isInstanceOf(BundleLookup.Unavailable.class);

        put("back", 7);
        source.refresh();
        source.refresh();
        assertThat(found(source).bundle().key(KeyUse.WIT_SVID, "back")).isPresent();
    }

    @Test
    void knows_noOtherDomain() {
        assertThat(open().bundle(TrustDomain.of("other.example"))).isInstanceOf(BundleLookup.NotTrusted.class);
    }

    @Test
    void refuses_toStartWithoutAGoodFile() throws IOException {
        Files.writeString(file, "garbage");

        assertThatThrownBy(this::open).hasMessageContaining("not a SPIFFE bundle");
    }
}
