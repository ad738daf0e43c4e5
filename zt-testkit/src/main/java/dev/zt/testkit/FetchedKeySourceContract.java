package dev.zt.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zt.keys.BundleLookup;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * What a {@link dev.zt.keys.BundleSource} must keep whose keys come from somewhere that can be away: a file, or a server. Each
 * case prints one line.
 */
public abstract class FetchedKeySourceContract extends KeySourceContract {
    /** A contract whose source is opened anew for each case. */
    protected FetchedKeySourceContract() {}

    /** Lets the place of the keys be away, or back, and the source look at it again. */
    protected abstract void away(boolean now) throws Exception;

    /** How long keys are believed that cannot be looked at any more; default an hour. */
    protected Duration maxStale() {
        return Duration.ofHours(1);
    }

    @Test
    void keeps_itsKeys_whileTheirPlaceIsAway() throws Exception {
        long epoch = found().epoch();
        clock.advance(maxStale().dividedBy(2));
        away(true);

        assertTrue(holds(keyId()));
        assertEquals(epoch, found().epoch());
    }

    @Test
    void believes_noKeys_thatAreTooOld() throws Exception {
        clock.advance(maxStale().plusSeconds(60));
        away(true);

        BundleLookup.Unavailable now = assertInstanceOf(BundleLookup.Unavailable.class, lookup());
        assertFalse(now.retryAfter().isNegative());
    }

    @Test
    void comesBack_withTheirPlace() throws Exception {
        clock.advance(maxStale().plusSeconds(60));
        away(true);
        clock.advance(Duration.ofMinutes(10));
        away(false);
        rotate();

        assertTrue(holds(keyId()));
    }
}
