package dev.zt.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.identity.Issuer;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.verify.Forge;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which bundle a server of a bundle endpoint is recognised by, where its domain is kept in a file. */
class ServerBundlesTest {
    private static final TrustDomain DOMAIN = TrustDomain.of("shop.example");
    private static final SignatureProvider SIGNATURES = SignatureProvider.bouncyCastle();
    private static final Duration MAX_STALE = Duration.ofHours(1);

    @TempDir
    Path directory;

    private Instant now = Instant.ofEpochSecond(1000);
    private Path bootstrap;
    private final Map<Issuer, KeptKeys> kept = new HashMap<>();
    private Optional<BundleLookup> mapped = Optional.empty();

    @BeforeEach
    void write() throws IOException {
        bootstrap = Files.writeString(directory.resolve("first.json"), Forge.bundle("first", Forge.newKey()));
    }

    private ServerBundles bundles(Optional<Path> atFirst) {
        return ServerBundles.of(
                new BundleEndpoint.HttpsSpiffe(WorkloadId.of("spiffe://shop.example/bundles"), atFirst),
                kept,
                issuer -> mapped,
                SIGNATURES);
    }

    private void keepInFile(String kid) throws IOException {
        Path file = Files.writeString(directory.resolve("kept.json"), Forge.bundle(kid, Forge.newKey()));
        kept.put(
                DOMAIN,
                new FileKeys(
                        file,
                        document -> TrustBundle.read(DOMAIN, file.toString(), document, SIGNATURES),
                        MAX_STALE,
                        () -> now));
    }

    private static boolean holds(BundleLookup lookup, String kid) {
        return lookup instanceof BundleLookup.Found found
                && found.bundle().key(KeyUse.WIT_SVID, kid).isPresent();
    }

    @Test
    void knows_itByTheBootstrap_whereNobodySpeaksForItsDomain() {
        assertThat(holds(bundles(Optional.of(bootstrap)).bundle(DOMAIN), "first"))
                .isTrue();
    }

    @Test
    void knows_itByTheFileOfItsDomain_ratherThanTheBootstrap() throws IOException {
        keepInFile("kept");

        assertThat(holds(bundles(Optional.of(bootstrap)).bundle(DOMAIN), "kept"))
                .isTrue();
    }

    @Test
    void knows_itByNothing_whereTheFileOfItsDomainIsTooOld() throws IOException {
        keepInFile("kept");
        now = now.plus(MAX_STALE).plusSeconds(1);

        assertThat(bundles(Optional.of(bootstrap)).bundle(DOMAIN)).isInstanceOf(BundleLookup.Unavailable.class);
    }

    @Test
    void knows_itByTheBundleMap_ratherThanTheBootstrap() {
        TrustBundle bundle = TrustBundle.read(
                DOMAIN, "map", Forge.bundle("mapped", Forge.newKey()).getBytes(StandardCharsets.UTF_8), SIGNATURES);
        mapped = Optional.of(new BundleLookup.Found(bundle, 1));

        assertThat(holds(bundles(Optional.empty()).bundle(DOMAIN), "mapped")).isTrue();
        assertThat(holds(bundles(Optional.of(bootstrap)).bundle(DOMAIN), "mapped"))
                .isTrue();
    }

    @Test
    void knows_itByNothing_whereTheBundleMapIsTooOld() {
        mapped = Optional.of(new BundleLookup.Unavailable(Duration.ofSeconds(5)));

        assertThat(bundles(Optional.of(bootstrap)).bundle(DOMAIN)).isInstanceOf(BundleLookup.Unavailable.class);
    }

    @Test
    void believes_nobodyOfAnotherDomain() {
        assertThat(bundles(Optional.of(bootstrap)).bundle(TrustDomain.of("other.example")))
                .isInstanceOf(BundleLookup.NotTrusted.class);
    }
}
