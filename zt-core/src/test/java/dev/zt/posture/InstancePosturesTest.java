package dev.zt.posture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.identity.InstanceId;
import dev.zt.identity.WorkloadId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InstancePosturesTest {
    private static final WorkloadId GATEWAY = WorkloadId.of("spiffe://shop.example/gateway");
    private static final WorkloadId BILLING = WorkloadId.of("spiffe://shop.example/billing");
    private static final InstanceId ONE = InstanceId.parse("one").orElseThrow();
    private static final InstanceId TWO = InstanceId.parse("two").orElseThrow();

    private final List<PostureNotice> notices = new CopyOnWriteArrayList<>();
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final InstancePostures postures = listening(PostureRules.defaults());

    private InstancePostures listening(PostureRules rules) {
        InstancePostures made = new InstancePostures(rules, () -> now);
        made.listen(notices::add);
        return made;
    }

    private void denied(InstanceId instance, String endpoint) {
        postures.accept(Signal.endpointDenied(GATEWAY, instance, now, endpoint));
    }

    private void probe(InstanceId instance) {
        List.of("a", "b", "c", "d").forEach(endpoint -> denied(instance, endpoint));
    }

    private List<String> told() {
        return notices.stream().map(notice -> notice.kind().id()).toList();
    }

    @Test
    void elevates_oneInstanceAfterFourDistinctEndpointsForTenMinutes() {
        denied(ONE, "a");
        denied(ONE, "b");
        denied(ONE, "c");
        denied(ONE, "a");
        assertThat(postures.posture(GATEWAY, ONE)).isEqualTo(Posture.NORMAL);

        denied(ONE, "/d");

        assertThat(postures.posture(GATEWAY, ONE)).isEqualTo(Posture.ELEVATED);
        assertThat(postures.posture(GATEWAY, TWO)).isEqualTo(Posture.NORMAL);
        assertThat(postures.posture(BILLING, ONE)).isEqualTo(Posture.NORMAL);
        now = now.plus(Duration.ofMinutes(10)).minusMillis(1);
        assertThat(postures.posture(GATEWAY, ONE)).isEqualTo(Posture.ELEVATED);
        now = now.plusMillis(1);
        assertThat(postures.posture(GATEWAY, ONE)).isEqualTo(Posture.NORMAL);
    }

    @Test
    void tells_eachChangeWithWhatLedToIt() {
        Instant start = now;
        probe(ONE);
        now = start.plus(Duration.ofMinutes(11));
        postures.refresh();
        postures.refresh();

        assertThat(notices)
                .containsExactly(
                        new PostureNotice(
                                PostureNotice.Kind.POSTURE_ELEVATED,
                                Optional.of(GATEWAY),
                                Optional.of(ONE),
                                Posture.ELEVATED,
                                start,
                                "4 endpoints denied within 300 s: a, b, c, d; until 2026-01-01T00:10:00Z"),
                        new PostureNotice(
                                PostureNotice.Kind.POSTURE_RESTORED,
                                Optional.of(GATEWAY),
                                Optional.of(ONE),
                                Posture.NORMAL,
                                now,
                                "elevated ended by itself at 2026-01-01T00:10:00Z"));
    }

    @Test
    void forgets_denialsAfterFiveMinutes() {
        denied(ONE, "a");
        denied(ONE, "b");
        now = now.plus(Duration.ofMinutes(5));
        denied(ONE, "c");
        denied(ONE, "d");
        assertThat(postures.posture(GATEWAY, ONE)).isEqualTo(Posture.NORMAL);

        denied(ONE, "a");
        denied(ONE, "b");
        assertThat(postures.posture(GATEWAY, ONE)).isEqualTo(Posture.ELEVATED);
    }

    @Test
    void ignores_signalsFromBeforeTheWindow() {
        Instant old = now.minus(Duration.ofMinutes(5)).minusMillis(1);
        List.of("a", "b", "c", "d")
                .forEach(endpoint -> postures.accept(Signal.endpointDenied(GATEWAY, ONE, old, endpoint)));

        assertThat(postures.posture(GATEWAY, ONE)).isEqualTo(Posture.NORMAL);
    }

    @Test
    void needs_fourMoreDenialsToLastLonger() {
        probe(ONE);
        now = now.plus(Duration.ofMinutes(2));
        denied(ONE, "e");
        now = now.plus(Duration.ofMinutes(8));
        assertThat(postures.posture(GATEWAY, ONE)).isEqualTo(Posture.NORMAL);
    }

    @Test
    void counts_replaysAndHoldsThemAgainstNobody() {
        for (int i = 0; i < 100; i++) {
            postures.accept(Signal.replay(now, "read-order"));
        }
        assertThat(told()).containsExactly("replay-alarm");

        now = now.plus(Duration.ofMinutes(1));
        postures.accept(Signal.replay(now, "cancel"));

        assertThat(postures.replays()).isEqualTo(101);
        assertThat(told()).containsExactly("replay-alarm", "replay-alarm");
        assertThat(notices.get(1).why())
                .isEqualTo("100 used proofs sent again since the last alarm, 101 since the start; the newest: cancel");
        assertThat(postures.posture(GATEWAY, ONE)).isEqualTo(Posture.NORMAL);
        assertThat(postures.remembered()).isZero();
        assertThatThrownBy(
                        () -> new Signal(Signal.Kind.REPLAY, Optional.of(GATEWAY), Optional.of(ONE), now, "read-order"))
                .hasMessage("a replay is held against nobody");
    }

    @Test
    void alarms_againAfterTheClockSteppedBack() {
        postures.accept(Signal.replay(now, "a"));
        now = now.minus(Duration.ofHours(1));
        postures.accept(Signal.replay(now, "a"));

        assertThat(told()).containsExactly("replay-alarm", "replay-alarm");
    }

    @Test
    void quarantines_theInstanceWhoseCertificateHolderReplays() {
        probe(ONE);
        now = now.plus(Duration.ofMinutes(5));
        postures.accept(Signal.replayByCertificateHolder(GATEWAY, ONE, now, "cancel"));

        assertThat(postures.posture(GATEWAY, ONE)).isEqualTo(Posture.QUARANTINED);
        assertThat(postures.posture(GATEWAY, TWO)).isEqualTo(Posture.NORMAL);
        assertThat(notices.get(1).why()).contains("own certificate: cancel; until 2026-01-01T00:15:00Z");

        now = now.plus(Duration.ofMinutes(5));
        assertThat(postures.posture(GATEWAY, ONE)).isEqualTo(Posture.QUARANTINED);
        now = now.plus(Duration.ofMinutes(5));
        assertThat(postures.posture(GATEWAY, ONE)).isEqualTo(Posture.NORMAL);
        assertThat(told()).containsExactly("posture-elevated", "posture-quarantined", "posture-restored");
    }

    @Test
    void falls_levelByLevel() {
        postures.accept(Signal.replayByCertificateHolder(GATEWAY, ONE, now, "cancel"));
        now = now.plus(Duration.ofMinutes(5));
        probe(ONE);
        now = now.plus(Duration.ofMinutes(5));

        assertThat(postures.posture(GATEWAY, ONE)).isEqualTo(Posture.ELEVATED);
        assertThat(notices.get(1).posture()).isEqualTo(Posture.QUARANTINED);
        assertThat(notices.get(2).kind()).isEqualTo(PostureNotice.Kind.POSTURE_RESTORED);
        assertThat(notices.get(2).posture()).isEqualTo(Posture.ELEVATED);
    }

    @Test
    void raises_theServiceForATime() {
        postures.raise(Posture.LOCKDOWN, Duration.ofMinutes(1), "incident 7");
        postures.raise(Posture.ELEVATED, Duration.ofMinutes(5), "incident 7");

        assertThat(postures.posture(GATEWAY, ONE)).isEqualTo(Posture.LOCKDOWN);
        now = now.plus(Duration.ofMinutes(1));
        assertThat(postures.posture(BILLING, TWO)).isEqualTo(Posture.ELEVATED);
        now = now.plus(Duration.ofMinutes(4));
        assertThat(postures.ofService()).isEqualTo(Posture.NORMAL);
        assertThat(postures.posture(GATEWAY, ONE)).isEqualTo(Posture.NORMAL);
        assertThat(told())
                .containsExactly("posture-lockdown", "posture-elevated", "posture-restored", "posture-restored");
        assertThat(notices.get(0).why()).isEqualTo("incident 7; until 2026-01-01T00:01:00Z");
        assertThat(notices).allMatch(notice -> notice.caller().isEmpty());
    }

    @Test
    void keeps_theLaterEnd() {
        postures.raise(Posture.LOCKDOWN, Duration.ofMinutes(5), "first");
        postures.raise(Posture.LOCKDOWN, Duration.ofMinutes(1), "second");
        now = now.plus(Duration.ofMinutes(4));

        assertThat(postures.ofService()).isEqualTo(Posture.LOCKDOWN);
        assertThat(notices.get(1).why()).isEqualTo("second; until 2026-01-01T00:05:00Z");
    }

    @Test
    void refuses_toRaiseWithoutEndOrBeyondLockdown() {
        assertThatThrownBy(() -> postures.raise(Posture.QUARANTINED, Duration.ofMinutes(1), "x"))
                .hasMessage("a service is raised to elevated or lockdown");
        assertThatThrownBy(() -> postures.raise(Posture.NORMAL, Duration.ofMinutes(1), "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> postures.raise(Posture.LOCKDOWN, Duration.ofDays(2), "x"))
                .hasMessage("a posture is raised for 1 s to 24 h");
        assertThatThrownBy(() -> postures.raise(Posture.LOCKDOWN, Duration.ZERO, "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void follows_itsRules() {
        InstancePostures strict = listening(new PostureRules(
                2, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(40), Duration.ofSeconds(1), 16));
        strict.accept(Signal.endpointDenied(GATEWAY, ONE, now, "a"));
        strict.accept(Signal.endpointDenied(GATEWAY, ONE, now, "b"));
        assertThat(strict.posture(GATEWAY, ONE)).isEqualTo(Posture.ELEVATED);
        now = now.plusSeconds(30);
        assertThat(strict.posture(GATEWAY, ONE)).isEqualTo(Posture.NORMAL);

        assertThatThrownBy(() -> new PostureRules(
                        1,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(40),
                        Duration.ofSeconds(1),
                        16))
                .hasMessage("2 to 64 denied endpoints make an instance suspect");
    }

    @Test
    void keeps_memoryBoundedHoweverManyProbe() {
        InstancePostures small = listening(new PostureRules(
                4, Duration.ofMinutes(5), Duration.ofMinutes(10), Duration.ofMinutes(10), Duration.ofMinutes(1), 64));
        for (int i = 0; i < 2_000; i++) {
            InstanceId instance = InstanceId.parse("i" + i).orElseThrow();
            for (int endpoint = 0; endpoint < 5; endpoint++) {
                String longPath = "/" + endpoint + "x".repeat(5_000);
                small.accept(Signal.endpointDenied(GATEWAY, instance, now, longPath));
            }
        }

        assertThat(small.remembered()).isLessThanOrEqualTo(2 * 64);
        assertThat(notices.get(0).why()).hasSizeLessThan(5 * Signal.LONGEST_DETAIL);
    }

    @Test
    void remembers_whoeverKeepsCalling() {
        InstancePostures small = listening(new PostureRules(
                4, Duration.ofMinutes(5), Duration.ofMinutes(10), Duration.ofMinutes(10), Duration.ofMinutes(1), 64));
        small.accept(Signal.replayByCertificateHolder(GATEWAY, ONE, now, "cancel"));
        for (int i = 0; i < 5_000; i++) {
            InstanceId other = InstanceId.parse("i" + i).orElseThrow();
            small.accept(Signal.replayByCertificateHolder(BILLING, other, now, "cancel"));
            assertThat(small.posture(GATEWAY, ONE)).isEqualTo(Posture.QUARANTINED);
        }
    }

    @Test
    void survives_aListenerThatFails() {
        InstancePostures loud = new InstancePostures(PostureRules.defaults(), () -> now);
        loud.listen(notice -> {
            throw new IllegalStateException("sink down");
        });
        loud.listen(notices::add);

        loud.raise(Posture.ELEVATED, Duration.ofMinutes(1), "x");

        assertThat(told()).containsExactly("posture-elevated");
    }

    @Test
    void tells_onceHoweverManyThreadsReportAndAsk() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        CountDownLatch start = new CountDownLatch(1);
        for (int t = 0; t < 8; t++) {
            int offset = t;
            threads.execute(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                denied(ONE, "e" + offset % 4);
                postures.posture(GATEWAY, ONE);
            });
        }
        start.countDown();
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

        assertThat(postures.posture(GATEWAY, ONE)).isEqualTo(Posture.ELEVATED);
        assertThat(told()).containsOnly("posture-elevated").hasSizeBetween(1, 2);
    }
}
