package dev.zt.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DpopNoncesTest {
    private static final Instant NOW = Instant.ofEpochSecond(Forge.NOW);
    private static final byte[] KEY = new byte[32];
    private static final byte[] NEXT_KEY = "next key of thirty-two bytes....".getBytes(StandardCharsets.US_ASCII);

    private final DpopNonces nonces = DpopNonces.shared(() -> List.of(KEY), InstantSource.fixed(NOW));

    @Test
    void accepts_theNoncesOfEveryInstanceThatHoldsTheKey() {
        DpopNonces elsewhere = DpopNonces.shared(() -> List.of(KEY), InstantSource.fixed(NOW.minusSeconds(20)));

        assertThat(nonces.check(Optional.of(elsewhere.next()), NOW)).isEqualTo(DpopNonces.Verdict.FRESH);
    }

    @Test
    void rotates_byTime() {
        String nonce = nonces.next();

        assertThat(nonces.check(Optional.of(nonce), NOW.plusSeconds(150))).isEqualTo(DpopNonces.Verdict.FRESH);
        assertThat(nonces.check(Optional.of(nonce), NOW.plusSeconds(151))).isEqualTo(DpopNonces.Verdict.AGING);
        assertThat(nonces.check(Optional.of(nonce), NOW.plusSeconds(300))).isEqualTo(DpopNonces.Verdict.AGING);
        assertThat(nonces.check(Optional.of(nonce), NOW.plusSeconds(301))).isEqualTo(DpopNonces.Verdict.STALE);
        assertThat(nonces.check(Optional.of(nonce), NOW.minusSeconds(61))).isEqualTo(DpopNonces.Verdict.STALE);
    }

    @Test
    void refuses_noncesOfAnotherKeyAndNone() {
        DpopNonces other = DpopNonces.ofThisProcess(InstantSource.fixed(NOW));

        assertThat(nonces.check(Optional.of(other.next()), NOW)).isEqualTo(DpopNonces.Verdict.STALE);
        assertThat(nonces.check(Optional.empty(), NOW)).isEqualTo(DpopNonces.Verdict.STALE);
        assertThat(nonces.check(Optional.of(""), NOW)).isEqualTo(DpopNonces.Verdict.STALE);
        assertThat(nonces.check(Optional.of("a".repeat(32)), NOW)).isEqualTo(DpopNonces.Verdict.STALE);
    }

    @Test
    void replaces_aKeyWithoutRefusingAnybody() {
        DpopNonces both = DpopNonces.shared(() -> List.of(NEXT_KEY, KEY), InstantSource.fixed(NOW));

        assertThat(both.check(Optional.of(nonces.next()), NOW)).isEqualTo(DpopNonces.Verdict.FRESH);
        assertThat(DpopNonces.shared(() -> List.of(KEY, NEXT_KEY), InstantSource.fixed(NOW))
                        .check(Optional.of(both.next()), NOW))
                .isEqualTo(DpopNonces.Verdict.FRESH);
    }

    @Property
    void refuses_everyOtherText(@ForAll @IntRange(max = 31) int position, @ForAll @IntRange(max = 63) int digit) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        String nonce = nonces.next();
        String changed = nonce.substring(0, position) + alphabet.charAt(digit) + nonce.substring(position + 1);

        assertThat(nonces.check(Optional.of(changed), NOW))
                .isEqualTo(changed.equals(nonce) ? DpopNonces.Verdict.FRESH : DpopNonces.Verdict.STALE);
    }

    @Test
    void refuses_shortKeysAndNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DpopNonces.shared(() -> List.of(new byte[31]), InstantSource.fixed(NOW)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DpopNonces.shared(() -> List.of(), InstantSource.fixed(NOW)));
    }
}
