package dev.zt.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.zt.identity.Audience;
import dev.zt.identity.Scopes;
import dev.zt.keys.SignatureProvider;
import dev.zt.verify.Forge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ServiceIdentityTest {
    @TempDir
    Path directory;

    private final Forge forge = new Forge();
    private String wit = forge.wit();
    private Instant now = Instant.ofEpochSecond(Forge.NOW);

    @BeforeEach
    void writeFiles() throws IOException {
        write("key.jwk", forge.holder.toJSONString());
        write("wit.jwt", wit);
    }

    private void write(String name, String content) throws IOException {
        Path file = Files.writeString(directory.resolve(name), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    static Stream<SignatureProvider> providers() {
        return Stream.concat(Stream.of(SignatureProvider.bouncyCastle()), SignatureProvider.corretto().stream());
    }

    private FileIdentitySource open() {
        return new FileIdentitySource(directory, SignatureProvider.bouncyCastle(), () -> now);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void proves_soThatAnotherLibraryAgrees(SignatureProvider provider) throws Exception {
        FileIdentitySource files = new FileIdentitySource(directory, provider, () -> now);
        ServiceIdentity me = ServiceIdentity.of(files, () -> now);

        WorkloadProof proof = me.proveNarrowed(Audience.of("https://orders.internal"), Scopes.of("b", "a"));

        assertThat(proof.workloadIdentityToken()).isEqualTo(wit);
        assertThat(proof.authorization()).startsWith("WPT ");
        SignedJWT token = SignedJWT.parse(proof.authorization().substring(4));
        assertThat(token.verify(new ECDSAVerifier(forge.holder))).isTrue();
        assertThat(token.getHeader().getType()).hasToString("wpt+jwt");
        JWTClaimsSet claims = token.getJWTClaimsSet();
        assertThat(claims.getAudience()).containsExactly("https://orders.internal");
        assertThat(claims.getExpirationTime().toInstant()).isEqualTo(now.plusSeconds(30));
        assertThat(claims.getJWTID()).hasSize(22);
        assertThat(claims.getStringClaim("wth")).isEqualTo(Forge.hash(wit));
        assertThat(claims.getStringClaim("scope")).isEqualTo("a b");
    }

    @Test
    void proves_eachCallAnew() {
        ServiceIdentity me = ServiceIdentity.of(open(), () -> now);

        assertThat(me.prove(Audience.of("a")).authorization())
                .isNotEqualTo(me.prove(Audience.of("a")).authorization());
    }

    @Test
    void proves_nothingWithAnExpiredToken() {
        ServiceIdentity me = ServiceIdentity.of(open(), () -> now);
        now = now.plusSeconds(3600);

        assertThatThrownBy(() -> me.prove(Audience.of("a")))
                .isInstanceOf(IdentityUnavailableException.class)
                .hasMessageContaining("expired at");
    }

    @Test
    void takes_newFilesOnlyWhenBothBelongTogether() throws IOException {
        FileIdentitySource files = open();
        Forge next = new Forge();
        write("key.jwk", next.holder.toJSONString());
        files.refresh();
        assertThat(files.refresh()).isFalse();
        assertThat(files.current().wit()).isEqualTo(wit);

        String renewed = next.wit();
        write("wit.jwt", renewed);
        files.refresh();
        assertThat(files.refresh()).isTrue();
        assertThat(files.current().wit()).isEqualTo(renewed);
    }

    @Test
    void keeps_aValidTokenWhenTheNextIsExpiredOrOfAnotherWorkload() throws IOException {
        FileIdentitySource files = open();

        write("wit.jwt", forge.wit(Forge.with(forge.witClaims(), "exp", Long.toString(Forge.NOW - 5))));
        files.refresh();
        assertThat(files.refresh()).isFalse();
        assertThat(files.problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("expired at"));

        write("wit.jwt", forge.wit(Forge.with(forge.witClaims(), "sub", "\"spiffe://evil.example/admin\"")));
        files.refresh();
        assertThat(files.refresh()).isFalse();
        assertThat(files.current().wit()).isEqualTo(wit);
    }

    @Test
    void refuses_oddExpiryAndKeyTexts() throws IOException {
        write("wit.jwt", forge.wit(Forge.with(forge.witClaims(), "exp", "-99999999999999999")));
        assertThatThrownBy(this::open).hasMessageContaining("no expiry");

        write("wit.jwt", wit);
        write("key.jwk", "null");
        assertThatThrownBy(this::open).hasMessageContaining("not a private key");
        write("key.jwk", forge.holder.toJSONString().replace("{", "{\"kty\":\"EC\","));
        assertThatThrownBy(this::open).hasMessageContaining("not a private key");
    }

    @Test
    void pairs_tokenAndKeyTextsForOtherSources() {
        HeldIdentity held =
                HeldIdentity.parse("vault", wit, forge.holder.toJSONString(), SignatureProvider.bouncyCastle());

        assertThat(held.id()).hasToString("spiffe://shop.example/gateway");
        assertThatThrownBy(() -> HeldIdentity.parse("vault", wit, "{}", SignatureProvider.bouncyCastle()))
                .hasMessageContaining("vault: not a private key");
    }

    @Test
    void refuses_filesThatOthersMayRead() throws IOException {
        Files.setPosixFilePermissions(directory.resolve("key.jwk"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(this::open).hasMessageContaining("key.jwk: must be readable only by its owner");
    }

    @Test
    void refuses_badFilesWithoutShowingThem() throws IOException {
        String secret = forge.holder.getD().toString();
        write("key.jwk", forge.holder.toJSONString().replace("\"EC\"", "\"EX\""));
        assertThatThrownBy(this::open)
                .hasMessageContaining("not a private key")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(secret));

        write("key.jwk", forge.holder.toJSONString());
        write("wit.jwt", "garbage");
        assertThatThrownBy(this::open).hasMessageContaining("not a workload identity token");

        write("wit.jwt", forge.wit(Forge.without(forge.witClaims(), "sub")));
        assertThatThrownBy(this::open).hasMessageContaining("names no workload");

        write("wit.jwt", forge.wit(Forge.without(forge.witClaims(), "exp")));
        assertThatThrownBy(this::open).hasMessageContaining("no expiry");

        Files.delete(directory.resolve("wit.jwt"));
        assertThatThrownBy(this::open).hasMessageContaining("wit.jwt: no such file");
    }

    @Test
    void shows_noSecretInAnyText() {
        FileIdentitySource files = open();
        ServiceIdentity me = ServiceIdentity.of(files, () -> now);
        String shown = me + " " + files.current() + " " + me.prove(Audience.of("a")) + " "
                + files.current().key();

        assertThat(shown)
                .doesNotContain("eyJ")
                .doesNotContain(forge.holder.getD().toString());
    }
}
