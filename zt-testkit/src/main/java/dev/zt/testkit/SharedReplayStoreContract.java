package dev.zt.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.zt.verify.ReplayStore;
import dev.zt.verify.ReplayStore.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a {@link ReplayStore} must keep whose memory is on a server and shared by several processes: one of all clients is
 * told {@link Use#FIRST}, and nobody while the server is away or cannot know. Its server is one that a test may stop.
 */
public abstract class SharedReplayStoreContract extends ReplayStoreContract {
    private ReplayStore second;

    /** A contract whose server is there and empty when a case begins. */
    protected SharedReplayStoreContract() {}

    /** Takes the server away, so that no client reaches it. */
    protected abstract void disconnect() throws Exception;

    /** Brings the server back; it may have forgotten everything meanwhile. */
    protected abstract void reconnect() throws Exception;

    /** Makes the server forget everything, as an operator could. */
    protected abstract void forget() throws Exception;

    @BeforeEach
    void openSecond() {
        second = open(clock);
    }

    @AfterEach
    void closeSecond() throws Exception {
        close(second);
    }

    @Test
    void reaches_allInstances() {
        assertEquals(ReplayStore.Reach.SHARED, store().reach());
    }

    @Test
    void knows_whatAnotherClientUsed() {
        assertEquals(Use.FIRST, use(second, "a", CALLER, end()));
        assertEquals(Use.SEEN, use(store(), "a", CALLER, end()));
    }

    @Test
    void says_firstToOneOfManyThreadsOfManyClients() throws Exception {
        for (int round = 0; round < 20; round++) {
            String proof = "round-" + round;

            List<Use> uses = Crowd.ask(List.of(store(), second), 4, client -> use(client, proof, CALLER, end()));

            assertEquals(1, uses.stream().filter(Use.FIRST::equals).count(), uses::toString);
            assertEquals(7, uses.stream().filter(Use.SEEN::equals).count(), uses::toString);
        }
    }

    @Test
    void says_firstToOneOfTwoClientsWhoseClocksDiffer() throws Exception {
        for (int behind = 0; behind <= 120; behind += 20) {
            Instant until = end();
            ReplayStore late = open(ManualClock.at(clock.instant().minusSeconds(behind)));
            try {
                String ahead = "ahead-" + behind;
                assertEquals(Use.FIRST, use(store(), ahead, CALLER, until));
                assertRefused(use(late, ahead, CALLER, until));
                // What ends later than a use can lie before it may be refused by the one whose clock is behind.
                String back = "back-" + behind;
                boolean used = use(late, back, CALLER, until) == Use.FIRST;
                assertEquals(used ? Use.SEEN : Use.FIRST, use(store(), back, CALLER, until));
            } finally {
                close(late);
            }
        }
    }

    @Test
    void refuses_whatHasEndedByTheClockOfTheStore() {
        assertRefused(use(store(), "a", CALLER, clock.instant()));
        assertRefused(use(store(), "b", CALLER, clock.instant().minusSeconds(30)));
    }

    @Test
    void refuses_whatEndsLaterThanItReckonsWith() {
        Instant longest = clock.instant().plus(LONGEST_USE);

        assertEquals(Use.FIRST, use(store(), "a", CALLER, longest));
        assertEquals(Use.UNAVAILABLE, use(store(), "b", CALLER, longest.plusSeconds(1)));
    }

    @Test
    void answers_unavailableWhileTheServerIsAway() throws Exception {
        use(store(), "a", CALLER, end());
        disconnect();
        try {
            for (int i = 0; i < 3; i++) {
                assertEquals(Use.UNAVAILABLE, use(store(), "a", CALLER, end()));
                assertEquals(Use.UNAVAILABLE, use(second, "new-" + i, CALLER, end()));
            }
        } finally {
            reconnect();
        }
    }

    @Test
    void serves_againWhenTheServerIsBack_andNothingTwice() throws Exception {
        Instant until = end();
        assertEquals(Use.FIRST, use(store(), "a", CALLER, until));
        disconnect();
        try {
            assertEquals(Use.UNAVAILABLE, use(store(), "b", CALLER, until));
        } finally {
            reconnect();
        }

        for (int i = 0; i < 10; i++) {
            assertRefused(use(store(), "a", CALLER, until));
            assertRefused(use(second, "a", CALLER, until));
        }
        clock.advance(LONGEST_USE);
        assertEquals(Use.FIRST, use(store(), "c", CALLER, end()));
        assertEquals(Use.SEEN, use(second, "c", CALLER, end()));
    }

    @Test
    void refuses_whatMayHaveBeenUsedBeforeTheServerForgot() throws Exception {
        Instant longest = clock.instant().plus(LONGEST_USE);
        assertEquals(Use.FIRST, use(store(), "a", CALLER, longest));
        clock.advance(Duration.ofMillis(1));
        forget();

        assertRefused(use(second, "a", CALLER, longest));
        assertRefused(use(store(), "a", CALLER, longest));
        assertEquals(Use.UNAVAILABLE, use(store(), "b", CALLER, end()), "nobody can tell it from one used before");
        clock.advance(LONGEST_USE);
        assertRefused(use(store(), "a", CALLER, longest));
        assertEquals(Use.FIRST, use(store(), "c", CALLER, end()));
    }
}
