package dev.zt.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.identity.Audience;
import dev.zt.identity.Scopes;
import dev.zt.tls.SvidAuthority;
import dev.zt.verify.Forge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Defects that sources of tokens and SVIDs have had, by the number that {@code docs/spec-map.md} gives them. */
class TokenSourceDefectsTest {
    private static final TokenTarget ORDERS = target("orders");
    private static final TokenTarget STOCK = target("stock");

    @TempDir
    Path directory;

    private final IssuedTokens server = new IssuedTokens();
    private final AccessTokens tokens = server.tokens();

    private static TokenTarget target(String audience) {
        return TokenTarget.of(Audience.of("https://" + audience + ".internal"), Scopes.of(audience + ":read"));
    }

    @AfterEach
    void close() {
        tokens.close();
    }

    private void pass(Duration time) {
        server.now = server.now.plus(time);
    }

    private FileIdentitySource files(IdentityDirectory written) {
        return written.open(() -> Instant.ofEpochSecond(Forge.NOW));
    }

    private IdentityDirectory written() throws Exception {
        return new IdentityDirectory(
                directory, "spiffe://shop.example/gateway", new SvidAuthority(Instant.ofEpochSecond(Forge.NOW)));
    }

    @Test
    void defect4_opens_noSourceWithoutAnIdentity() throws Exception {
        IdentityDirectory written = written();
        Files.delete(directory.resolve("wit.jwt"));

        assertThatThrownBy(() -> files(written)).hasMessageContaining("wit.jwt: no such file");
    }

    @Test
    void defect6_stops_usingACertificateThatWasTakenAway() throws Exception {
        IdentityDirectory written = written();
        written.writeSvid(written.draftOfTokenKey());
        FileIdentitySource source = files(written);
        Files.delete(directory.resolve("svid.pem"));
        source.refresh();
        source.refresh();

        assertThat(source.certificate()).isEmpty();
    }

    @Test
    void defect7_reads_certificateAndKeyAsOne() throws Exception {
        IdentityDirectory written = written();
        X509Certificate first = written.writeSvid();
        FileIdentitySource source = files(written);
        written.writeSvid(written.draft());
        source.refresh();
        source.refresh();

        assertThat(source.certificate().orElseThrow().chain()).containsExactly(first);
    }

    @Test
    void defect13_uses_aValidToken_pastHalfOfItsLife_whileTheServerIsAway() {
        server.issuing("at-1");
        HeldToken first = tokens.await(ORDERS);
        server.answer = TokenAnswer.Failed.ofServer("away");
        pass(Duration.ofSeconds(200));

        assertThat(tokens.await(ORDERS)).isSameAs(first);
    }

    @Test
    void defect13_waits_forNoAnswerMeantForAnotherAudience() throws Exception {
        server.issuing("at-1");
        HeldToken orders = tokens.await(ORDERS);
        server.settled();
        server.answer = null;
        var stock = tokens.token(STOCK).toCompletableFuture();
        var request = server.next();

        assertThat(tokens.await(ORDERS)).isSameAs(orders);
        request.complete(TokenAnswer.Failed.ofServer("away"));
        assertThat(stock).failsWithin(Duration.ofSeconds(10));
    }

    @Test
    void defect13_waits_noLongerThanItHasPatience_alsoBelowASecond() {
        IssuedTokens silent = new IssuedTokens(Duration.ofMillis(20));

        assertThatThrownBy(() -> silent.tokens().await(ORDERS)).hasMessageContaining("within 20 ms");
        silent.tokens().close();
    }

    @Test
    void defect13_keeps_noMoreThanAThousandTokensOfOthers() {
        server.issuing("at-1");
        for (int user = 0; user <= 1000; user++) {
            tokens.await(ORDERS.onBehalfOf(SecurityToken.accessToken("user-" + user)));
            pass(Duration.ofMillis(1));
        }

        tokens.await(ORDERS.onBehalfOf(SecurityToken.accessToken("user-0")));

        assertThat(server.asked).as("the first one was forgotten").hasSize(1002);
    }
}
