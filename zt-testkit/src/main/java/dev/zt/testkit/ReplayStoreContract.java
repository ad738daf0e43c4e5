package dev.zt.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zt.identity.CallerId;
import dev.zt.identity.WorkloadId;
import dev.zt.verify.ProofKind;
import dev.zt.verify.ReplayKey;
import dev.zt.verify.ReplayStore;
import dev.zt.verify.ReplayStore.Use;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every {@link ReplayStore} must keep; whoever writes one extends this, or {@link SharedReplayStoreContract} where
 * several processes share its memory. Each case prints one line, {@code replay-store | store | case | result}.
 *
 * <p>The store is opened with a clock that stands still, {@link #CAPACITY} and {@link #LONGEST_USE}; a store whose clock
 * is its server's needs a seam for it. JUnit 5 makes one object for each case; not safe for concurrent use.
 */
@ExtendWith(ContractMatrix.class)
public abstract class ReplayStoreContract implements Contract {
    /** The most proofs that a store under test remembers. */
    protected static final int CAPACITY = 1024;

    /** The longest time from the first use of a proof to its end that a store under test reckons with. */
    protected static final Duration LONGEST_USE = Duration.ofSeconds(150);

    static final CallerId CALLER = WorkloadId.of("spiffe://shop.example/caller");
    static final CallerId OTHER = WorkloadId.of("spiffe://shop.example/other");

    /** The time of the store, and of its server where it has one. */
    protected final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");

    private ReplayStore store;

    /** A contract whose store is opened anew for each case. */
    protected ReplayStoreContract() {}

    /** The name of the store in the matrix, such as {@code redis}. */
    protected abstract String name();

    @Override
    public final String contract() {
        return "replay-store";
    }

    @Override
    public final String implementation() {
        return name();
    }

    /**
     * Opens one more client of the store under test, or the store itself where there are no clients. In a case the first
     * one finds an empty memory. Closed by the contract if it can be.
     */
    protected abstract ReplayStore open(InstantSource time);

    /** Lets a store do now what it does in the background; default nothing. */
    protected void settle(ReplayStore client) {}

    @BeforeEach
    void openStore() {
        store = open(clock);
        // A store that does not know what came before its first use refuses for so long.
        use(store, "begins", CALLER, clock.instant().plusSeconds(1));
        clock.advance(LONGEST_USE);
    }

    @AfterEach
    void closeStore() throws Exception {
        close(store);
    }

    static void close(ReplayStore opened) throws Exception {
        if (opened instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    final ReplayStore store() {
        return store;
    }

    /** The instant at which a proof made now ends. */
    final Instant end() {
        return clock.instant().plusSeconds(60);
    }

    static ReplayKey key(String proof) {
        return ReplayKey.of(ProofKind.WPT, "thumbprint", proof);
    }

    static Use use(ReplayStore of, String proof, CallerId caller, Instant until) {
        return of.firstUse(key(proof), caller, until);
    }

    static void assertRefused(Use use) {
        assertNotEquals(Use.FIRST, use);
    }

    @Test
    void says_firstOnceAndSeenEverAfter() {
        assertEquals(Use.FIRST, use(store, "a", CALLER, end()));
        assertEquals(Use.SEEN, use(store, "a", CALLER, end()));
        assertEquals(Use.SEEN, use(store, "a", OTHER, end()), "whoever presents it");
    }

    @Test
    void tells_kindsKeysAndIdsApart() {
        List<ReplayKey> keys = List.of(
                ReplayKey.of(ProofKind.WPT, "k", "a"),
                ReplayKey.of(ProofKind.DPOP, "k", "a"),
                ReplayKey.of(ProofKind.WPT, "l", "a"),
                ReplayKey.of(ProofKind.WPT, "k", "b"),
                ReplayKey.ofNonce("a", "k"));

        keys.forEach(key -> assertEquals(Use.FIRST, store.firstUse(key, CALLER, end())));
        keys.forEach(key -> assertEquals(Use.SEEN, store.firstUse(key, CALLER, end())));
    }

    @Test
    void says_firstToOneOfManyThreads() throws Exception {
        List<Use> uses = Crowd.ask(List.of(store), 8, client -> use(client, "a", CALLER, end()));

        assertEquals(1, uses.stream().filter(Use.FIRST::equals).count(), uses::toString);
        assertEquals(7, uses.stream().filter(Use.SEEN::equals).count(), uses::toString);
    }

    @Test
    void remembers_toTheLastInstant() {
        Instant until = end();
        use(store, "a", CALLER, until);
        clock.advance(Duration.ofMillis(59_999));
        settle(store);

        assertEquals(Use.SEEN, use(store, "a", CALLER, until));
    }

    @Test
    void refuses_whatItHasForgotten() {
        Instant until = end();
        use(store, "a", CALLER, until);
        for (int minute = 0; minute < 10; minute++) {
            clock.advance(Duration.ofMinutes(1));
            settle(store);
            assertEquals(Use.FIRST, use(store, "minute-" + minute, OTHER, end()));
            assertRefused(use(store, "a", CALLER, until));
        }
    }

    @Test
    void refuses_whatItHasForgottenWhenTheClockStepsBack() {
        Instant until = end();
        use(store, "a", CALLER, until);
        clock.advance(Duration.ofMinutes(10));
        settle(store);
        use(store, "b", OTHER, end());

        clock.advance(Duration.ofMinutes(-10));

        assertRefused(use(store, "a", CALLER, until));
    }

    @Test
    void holds_aCallerToItsShareAndServesTheOthers() {
        fill(CALLER);

        assertEquals(Use.SHARE_EXHAUSTED, use(store, "one-more", CALLER, end()));
        assertEquals(Use.FIRST, use(store, "a", OTHER, end()));
        assertEquals(Use.SEEN, use(store, CALLER + "-0", CALLER, end()), "a replay is still known");
    }

    @Test
    void givesTheShareBack_whenTheProofsHaveEnded() {
        fill(CALLER);
        clock.advance(Duration.ofMinutes(10));
        settle(store);
        // Past half again, by proofs of somebody else.
        fill(OTHER);

        assertEquals(Use.SHARE_EXHAUSTED, use(store, "one-more", OTHER, end()));
        assertEquals(Use.FIRST, use(store, "again", CALLER, end()));
    }

    private void fill(CallerId caller) {
        int served = 0;
        while (served < CAPACITY && use(store, caller + "-" + served, caller, end()) == Use.FIRST) {
            served++;
            if (served % 128 == 0) {
                settle(store);
            }
        }
        assertTrue(served >= CAPACITY / 4, "served only " + served);
        assertFalse(served == CAPACITY, "one caller filled the memory");
    }

    /** Stores of different versions share one memory, so what they know proofs by does not change. */
    @Test
    void knows_proofsByTheFrozenKey() {
        assertEquals(
                "1a8dfcec960b0bbb47301e0a61781a0cf4f1ad33fe3cfc4289ca9d461421ecf6",
                HexFormat.of()
                        .formatHex(ReplayKey.of(ProofKind.DPOP, "thumbprint", "jti")
                                .bytes()));
        assertEquals(
                "98404176b1bcf4da79da41297e2951e411337e626b57ddb275854eee9e90f8ae",
                HexFormat.of()
                        .formatHex(ReplayKey.ofNonce("nonce", "thumbprint").bytes()));
    }
}
