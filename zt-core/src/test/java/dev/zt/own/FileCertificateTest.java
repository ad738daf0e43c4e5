package dev.zt.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.keys.BundleLookup;
import dev.zt.tls.SvidAuthority;
import dev.zt.tls.SvidDraft;
import dev.zt.tls.X509Svid;
import dev.zt.verify.Forge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The certificate that may stand beside a token in files. */
class FileCertificateTest {
    private static final String GATEWAY = "spiffe://shop.example/gateway";

    @TempDir
    Path directory;

    private Instant now = Instant.ofEpochSecond(Forge.NOW);
    private final SvidAuthority authority = new SvidAuthority(now);
    private IdentityDirectory files;

    @BeforeEach
    void write() throws Exception {
        files = new IdentityDirectory(directory, GATEWAY, authority);
    }

    private FileIdentitySource open() {
        return files.open(() -> now);
    }

    private static X509Certificate shown(FileIdentitySource source) {
        return source.certificate().orElseThrow().chain().get(0);
    }

    // What is new is taken over when two looks have seen it.
    private static boolean refreshed(FileIdentitySource source) {
        boolean atOnce = source.refresh();
        assertThat(atOnce).isFalse();
        return source.refresh();
    }

    private void assertRefused(String why) {
        assertThatThrownBy(this::open).hasMessageContaining(why);
    }

    @Test
    void gives_theCertificateOfTheFiles() throws Exception {
        X509Certificate leaf = files.writeSvid();

        X509Svid svid = open().certificate().orElseThrow();

        assertThat(svid.id()).hasToString(GATEWAY);
        assertThat(svid.chain()).containsExactly(leaf);
    }

    @Test
    void gives_noneWithoutFiles() {
        assertThat(open().certificate()).isEmpty();
    }

    @Test
    void gives_theIntermediatesWithTheLeaf() throws Exception {
        X509Certificate leaf = files.writeSvid();
        files.write("svid.pem", IdentityDirectory.pem(leaf) + "\n" + IdentityDirectory.pem(authority.certificate()));

        assertThat(open().certificate().orElseThrow().chain()).containsExactly(leaf, authority.certificate());
    }

    @Test
    void takes_theKeyOfTheToken_whereTheCertificateHasNoOther() throws Exception {
        X509Certificate leaf = files.writeSvid(files.draftOfTokenKey());

        assertThat(shown(open())).isEqualTo(leaf);
    }

    @Test
    void takes_anRsaKey() throws Exception {
        SvidDraft draft = files.draft();
        draft.key = SvidAuthority.rsaKeyPair();
        files.write("svid-key.pem", IdentityDirectory.pem(draft.key.getPrivate()));

        assertThat(shown(open(files.writeSvid(draft)))).isNotNull();
    }

    private FileIdentitySource open(X509Certificate written) {
        assertThat(written.getPublicKey().getAlgorithm()).isEqualTo("RSA");
        return open();
    }

    @Test
    void takes_aCertificateThatEverybodyMayRead() throws Exception {
        files.writeSvid();
        Files.setPosixFilePermissions(directory.resolve("svid.pem"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(open().certificate()).isPresent();
    }

    @Test
    void rejects_aKeyThatOthersMayRead() throws Exception {
        files.writeSvid();
        Files.setPosixFilePermissions(directory.resolve("svid-key.pem"), PosixFilePermissions.fromString("rw-r-----"));

        assertRefused("svid-key.pem: must be readable only by its owner");
    }

    @Test
    void rejects_aKeyOfAnotherCertificate() throws Exception {
        files.writeSvid();
        files.writeSvid(files.draft());

        assertRefused("svid.pem: the certificate is of another key");
    }

    @Test
    void rejects_aCertificateOfNeitherKey() throws Exception {
        files.writeSvid(files.draft());

        assertRefused("svid.pem: the certificate is of another key (there is no svid-key.pem)");
    }

    @Test
    void rejects_aCertificateOfAnotherWorkload() throws Exception {
        SvidDraft draft = files.draftOfTokenKey();
        draft.uris = List.of("spiffe://shop.example/orders");
        files.writeSvid(draft);

        assertRefused("the certificate is for spiffe://shop.example/orders, but the token is for " + GATEWAY);
    }

    @Test
    void rejects_aCertificateThatIsNoSvid() throws Exception {
        SvidDraft draft = files.draftOfTokenKey();
        draft.ca = true;
        files.writeSvid(draft);

        assertRefused("the certificate is no X.509-SVID: leaf-is-ca");
    }

    @Test
    void rejects_aKeyWithoutACertificate() throws Exception {
        files.write("svid-key.pem", IdentityDirectory.pem(files.draft().key.getPrivate()));

        assertRefused("svid.pem: no such file, but there is a key for it");
    }

    @Test
    void rejects_emptyFiles_whichAreNotMissing() throws Exception {
        files.write("svid.pem", "");

        assertRefused("svid.pem: empty");
    }

    @Test
    void rejects_whatIsMoreThanCertificates() throws Exception {
        X509Certificate leaf = files.writeSvid();
        files.write(
                "svid.pem",
                IdentityDirectory.pem(leaf)
                        + IdentityDirectory.pem(files.draft().key.getPrivate()));

        assertRefused("svid.pem: not PEM with certificates alone");
    }

    @Test
    void rejects_moreCertificatesThanAPeerWouldTake() throws Exception {
        files.write("svid.pem", IdentityDirectory.pem(files.writeSvid()).repeat(12));

        assertRefused("svid.pem: the certificates are more than any peer takes");
    }

    @Test
    void rejects_largeFilesBeforeReadingThem() throws Exception {
        files.write("svid.pem", " ".repeat((64 << 10) + 1));
        assertRefused("svid.pem: larger than 65536 bytes");

        files.write("svid.pem", " ".repeat(64 << 10));
        assertRefused("svid.pem: the certificates are larger than any peer takes");
    }

    @Test
    void rejects_badTextsWithoutShowingThem() throws Exception {
        files.writeSvid();
        String key = IdentityDirectory.pem(files.draft().key.getPrivate());
        files.write("svid-key.pem", key.replace("BEGIN PRIVATE", "BEGIN EC PRIVATE"));

        assertThatThrownBy(this::open)
                .hasMessageContaining("no unencrypted PKCS#8 key")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(key.substring(40, 60)));

        files.write("svid.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertRefused("svid.pem: a certificate cannot be read");
    }

    @Test
    void takes_overWhatWasRotated() throws Exception {
        X509Certificate first = files.writeSvid();
        FileIdentitySource source = open();
        X509Certificate second = files.writeSvid();

        assertThat(source.refresh()).isFalse();
        assertThat(shown(source)).isEqualTo(first);
        assertThat(source.refresh()).isTrue();
        assertThat(shown(source)).isEqualTo(second);
    }

    @Test
    void keeps_theOldPair_untilBothFilesBelongTogether() throws Exception {
        X509Certificate first = files.writeSvid();
        FileIdentitySource source = open();
        SvidDraft draft = files.draft();
        X509Certificate second = files.writeSvid(draft);

        assertThat(refreshed(source)).isFalse();
        assertThat(shown(source)).isEqualTo(first);
        assertThat(source.problem()).hasValueSatisfying(why -> assertThat(why).contains("of another key"));
        files.write("svid-key.pem", IdentityDirectory.pem(draft.key.getPrivate()));

        assertThat(refreshed(source)).isTrue();
        assertThat(shown(source)).isEqualTo(second);
        assertThat(source.problem()).isEmpty();
    }

    @Test
    void keeps_aValidCertificate_whereTheNextIsExpired() throws Exception {
        X509Certificate first = files.writeSvid();
        FileIdentitySource source = open();
        SvidDraft draft = files.draftOfTokenKey();
        draft.until = now.minusSeconds(1);
        files.writeSvid(draft);
        Files.delete(directory.resolve("svid-key.pem"));

        assertThat(refreshed(source)).isFalse();
        assertThat(shown(source)).isEqualTo(first);
        assertThat(source.problem()).hasValueSatisfying(why -> assertThat(why).contains("the certificate expired at"));
    }

    @Test
    void keeps_theCertificate_whereTheTokenAloneIsRenewed() throws Exception {
        files.writeSvid();
        FileIdentitySource source = open();
        X509Svid before = source.certificate().orElseThrow();
        files.writeToken(Forge.NOW + 7200);

        assertThat(refreshed(source)).isTrue();
        assertThat(source.certificate()).containsSame(before);
    }

    @Test
    void takes_removalAsWithdrawal() throws Exception {
        files.writeSvid();
        FileIdentitySource source = open();
        Files.delete(directory.resolve("svid.pem"));
        Files.delete(directory.resolve("svid-key.pem"));

        assertThat(refreshed(source)).isTrue();
        assertThat(source.certificate()).isEmpty();
    }

    @Test
    void says_soWhenTheCertificateHasExpired() throws Exception {
        files.writeSvid();
        FileIdentitySource source = open();
        assertThat(source.problem()).isEmpty();
        now = now.plusSeconds(3601);

        assertThat(source.problem()).hasValueSatisfying(why -> assertThat(why).contains("the certificate expired at"));
    }

    @Test
    void believes_theBundleBesideIt() throws Exception {
        assertThat(open().bundles().bundle(SvidAuthority.DOMAIN)).isInstanceOf(BundleLookup.NotTrusted.class);
        files.writeBundle();

        assertThat(open().bundles().bundle(SvidAuthority.DOMAIN)).isInstanceOf(BundleLookup.Found.class);
    }

    @Test
    void shows_noKeyInAnyText() throws Exception {
        files.writeSvid();
        FileIdentitySource source = open();

        assertThat(source.certificate().orElseThrow().toString())
                .startsWith("X509Svid[" + GATEWAY)
                .hasSizeLessThan(100);
    }

    @Test
    void tells_listenersAfterTheReplacement_andOnlyOfThat() throws Exception {
        files.writeSvid();
        FileIdentitySource source = open();
        List<X509Certificate> seen = new ArrayList<>();
        ServiceIdentity me = ServiceIdentity.of(source, () -> now);
        Listening listening = me.onRenewal(() -> seen.add(shown(source)));
        X509Certificate second = files.writeSvid();
        source.refresh();
        assertThat(seen).isEmpty();

        source.refresh();
        source.refresh();
        assertThat(seen).containsExactly(second);
        files.writeToken(Forge.NOW + 7200);
        refreshed(source);
        assertThat(seen).as("a token renewed alone").containsExactly(second);

        listening.close();
        listening.close();
        files.writeSvid();
        refreshed(source);
        assertThat(seen).as("after it was closed").containsExactly(second);
    }

    @Test
    void tells_theOthersAndRenewsOn_whereAListenerThrows() throws Exception {
        files.writeSvid();
        FileIdentitySource source = open();
        AtomicInteger told = new AtomicInteger();
        ServiceIdentity me = ServiceIdentity.of(source, () -> now);
        me.onRenewal(() -> {
            throw new IllegalStateException("a bug");
        });
        me.onRenewal(() -> {
            throw new StackOverflowError("a worse one");
        });
        me.onRenewal(told::incrementAndGet);

        for (int renewal = 1; renewal <= 2; renewal++) {
            X509Certificate next = files.writeSvid();
            assertThat(refreshed(source)).isTrue();
            assertThat(shown(source)).isEqualTo(next);
            assertThat(told).hasValue(renewal);
        }
    }

    @Test
    void tells_ofACertificateThatIsWithdrawn() throws Exception {
        files.writeSvid(files.draftOfTokenKey());
        FileIdentitySource source = open();
        AtomicInteger told = new AtomicInteger();
        source.onRenewal(told::incrementAndGet);
        Files.delete(directory.resolve("svid.pem"));
        refreshed(source);

        assertThat(told).hasValue(1);
    }

    @Test
    void tells_nobodyOnThePathOfACall() throws Exception {
        files.writeSvid();
        FileIdentitySource source = open();
        AtomicInteger told = new AtomicInteger();
        ServiceIdentity me = ServiceIdentity.of(source, () -> now);
        me.onRenewal(told::incrementAndGet);
        files.writeSvid();
        me.prove(dev.zt.identity.Audience.of("https://orders.internal"));
        me.certificate();

        assertThat(told).hasValue(0);
    }
}
