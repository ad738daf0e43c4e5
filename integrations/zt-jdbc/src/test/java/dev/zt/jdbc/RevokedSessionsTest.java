package dev.zt.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zt.identity.WorkloadId;
import dev.zt.posture.RevocationStatus;
import dev.zt.posture.StatusLookup;
import dev.zt.testkit.TestWorkload;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A session ends when who holds it is revoked, and a new one of the same sees nothing. */
@ExtendWith(ShopDatabase.Given.class)
class RevokedSessionsTest {
    private static final AtomicLong VERSION = new AtomicLong();

    private final ShopDatabase shop;
    private final BlockingQueue<EndedSession> ended = new LinkedBlockingQueue<>();
    private final AtomicReference<StatusLookup> status = new AtomicReference<>(new StatusLookup.Unavailable());

    RevokedSessionsTest(ShopDatabase shop) {
        this.shop = shop;
    }

    private void revoke(Set<String> instances, Set<WorkloadId> workloads) {
        status.set(new StatusLookup.Known(new RevocationStatus(
                shop.authority.trustDomain(),
                VERSION.incrementAndGet(),
                Instant.now(),
                1,
                instances,
                workloads,
                Set.of())));
    }

    private RevokedSessions follow() {
        return RevokedSessions.follow(
                shop.authority.trustDomain(), domain -> status.get(), new Wardens(shop), ended::add);
    }

    @AfterEach
    void lift() throws SQLException {
        shop.asOwner("DELETE FROM zt.revoked", "DELETE FROM zt.revoked_version");
    }

    private static void ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void ends_theSessionsOfARevokedInstance_andNoOthers() throws Exception {
        TestWorkload bad = shop.authority.issue("/orders", ShopDatabase.LOGIN);
        try (RevokedSessions following = follow();
                Connection theirs = shop.connect(bad, ShopDatabase.LOGIN.toString());
                Connection ours = shop.connect(shop.orders, ShopDatabase.LOGIN.toString())) {
            revoke(Set.of(bad.instance()), Set.of());
            EndedSession first = ended.poll(20, TimeUnit.SECONDS);
            assertThat(first)
                    .isEqualTo(new EndedSession(
                            ShopDatabase.LOGIN.toString(),
                            bad.certificate().chain().get(0).getSerialNumber(),
                            bad.instance()));
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> ask(theirs, "SELECT 1"));
            ask(ours, "SELECT 1");
            assertThat(following.problem()).isEmpty();
        }
    }

    @Test
    void ends_theSessionsOfARevokedWorkload() throws Exception {
        try (RevokedSessions following = follow();
                Connection theirs = shop.connect(shop.orders, ShopDatabase.LOGIN.toString())) {
            revoke(Set.of(), Set.of(ShopDatabase.ORDERS));
            assertThat(ended.poll(20, TimeUnit.SECONDS)).isNotNull();
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> ask(theirs, "SELECT 1"));
            assertThat(following.problem()).isEmpty();
        }
    }

    @Test
    void ends_theSessionOfAnInstance_whoseIdTheServerCuts() throws Exception {
        TestWorkload bad = shop.authority.issue("/orders", ShopDatabase.LOGIN).as("i".repeat(100));
        try (RevokedSessions following = follow();
                Connection theirs = shop.connect(bad, ShopDatabase.LOGIN.toString())) {
            revoke(Set.of(bad.instance()), Set.of());
            assertThat(ended.poll(20, TimeUnit.SECONDS)).isNotNull();
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> ask(theirs, "SELECT 1"));
            assertThat(following.problem()).isEmpty();
        }
    }

    @Test
    void ends_aSessionThatARevokedInstanceBeginsLater() throws Exception {
        TestWorkload bad = shop.authority.issue("/orders", ShopDatabase.LOGIN);
        try (RevokedSessions following = follow()) {
            revoke(Set.of(bad.instance()), Set.of());
            try (Connection theirs = shop.connect(bad, ShopDatabase.LOGIN.toString())) {
                assertThat(ended.poll(20, TimeUnit.SECONDS)).isNotNull();
                assertThatExceptionOfType(SQLException.class).isThrownBy(() -> ask(theirs, "SELECT 1"));
            }
            assertThat(following.problem()).isEmpty();
        }
    }

    @Test
    void shows_nothing_toARevokedInstance_beforeItsSessionIsEnded() throws Exception {
        try (Connection warden = shop.wardens();
                Connection theirs = shop.connect(shop.orders, ShopDatabase.LOGIN.toString())) {
            ask(
                    warden,
                    "SELECT zt.take_status('shop.example', 7, ARRAY['" + shop.orders.instance()
                            + "'], ARRAY[]::text[])");
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> ask(theirs, "SELECT zt.open_session(decode(repeat('ab', 32), 'hex'))"))
                    .withMessageContaining("is revoked");
        }
    }

    @Test
    void takesNoOlderStatus() throws Exception {
        try (Connection warden = shop.wardens()) {
            ask(warden, "SELECT zt.take_status('shop.example', 7, ARRAY['bad'], ARRAY[]::text[])");
            ask(warden, "SELECT zt.take_status('shop.example', 6, ARRAY[]::text[], ARRAY[]::text[])");
        }
        shop.asOwner("DO $$ BEGIN IF NOT EXISTS (SELECT FROM zt.revoked WHERE value = 'bad')"
                + " THEN RAISE 'forgotten'; END IF; END $$");
    }

    @Test
    void tells_thatNoStatusIsKnown() {
        try (RevokedSessions following = follow()) {
            await(() -> following.problem().orElse("").contains("no status of shop.example"));
        }
    }

    @Test
    void tells_thatTheDatabaseHasANewerStatus_andEndsSessionsAllTheSame() throws Exception {
        try (Connection warden = shop.wardens()) {
            ask(warden, "SELECT zt.take_status('shop.example', 1000000, ARRAY[]::text[], ARRAY[]::text[])");
        }
        TestWorkload bad = shop.authority.issue("/orders", ShopDatabase.LOGIN);
        try (Connection theirs = shop.connect(bad, ShopDatabase.LOGIN.toString())) {
            revoke(Set.of(bad.instance()), Set.of());
            try (RevokedSessions following = follow()) {
                await(() -> following.problem().orElse("").contains("has version 1000000"));
                assertThat(ended.poll(20, TimeUnit.SECONDS)).isNotNull();
                assertThatExceptionOfType(SQLException.class).isThrownBy(() -> ask(theirs, "SELECT 1"));
            }
        }
    }

    @Test
    void goesOnTelling_thatTheDatabaseHasANewerStatus_afterItLookedAgain() throws Exception {
        try (Connection warden = shop.wardens()) {
            ask(warden, "SELECT zt.take_status('shop.example', 1000000, ARRAY[]::text[], ARRAY[]::text[])");
        }
        TestWorkload bad = shop.authority.issue("/orders", ShopDatabase.LOGIN);
        revoke(Set.of(bad.instance()), Set.of());
        try (RevokedSessions following = follow()) {
            await(() -> following.problem().orElse("").contains("has version 1000000"));
            for (int sweep = 0; sweep < 2; sweep++) {
                try (Connection theirs = shop.connect(bad, ShopDatabase.LOGIN.toString())) {
                    assertThat(ended.poll(20, TimeUnit.SECONDS)).isNotNull();
                    assertThatExceptionOfType(SQLException.class).isThrownBy(() -> ask(theirs, "SELECT 1"));
                }
            }
            assertThat(following.problem())
                    .hasValueSatisfying(why -> assertThat(why).contains("has version 1000000"));
        }
    }

    @Test
    void goesOnTelling_thatTheDatabaseFails_andTriesLessOftenThanItLooks() {
        AtomicBoolean away = new AtomicBoolean(true);
        AtomicInteger tried = new AtomicInteger();
        Wardens database = new Wardens(shop) {
            @Override
            public Connection getConnection() throws SQLException {
                tried.incrementAndGet();
                if (away.get()) {
                    throw new SQLException("it is away", "08001");
                }
                return super.getConnection();
            }
        };
        AtomicReference<RevokedSessions> following = new AtomicReference<>();
        BlockingQueue<Optional<String>> told = new LinkedBlockingQueue<>();
        revoke(Set.of("bad"), Set.of());
        try (RevokedSessions sessions = RevokedSessions.follow(
                shop.authority.trustDomain(),
                domain -> {
                    Optional.ofNullable(following.get()).ifPresent(one -> told.add(one.problem()));
                    return status.get();
                },
                database,
                ended::add)) {
            await(() -> sessions.problem().isPresent());
            following.set(sessions);
            await(() -> told.size() >= 7);

            assertThat(told).allMatch(problem -> problem.orElse("").contains("do not reach the database: it is away"));
            assertThat(tried.get()).isGreaterThan(1).isLessThan(told.size());

            away.set(false);
            await(() -> sessions.problem().isEmpty());
        }
    }

    @Test
    void keeps_theStatusOfEachTrustDomain() throws Exception {
        try (Connection warden = shop.wardens()) {
            ask(warden, "SELECT zt.take_status('shop.example', 5, ARRAY['own'], ARRAY[]::text[])");
            ask(warden, "SELECT zt.take_status('partner.example', 7, ARRAY['theirs'], ARRAY[]::text[])");
        }
        shop.asOwner("DO $$ BEGIN IF (SELECT count(*) FROM zt.revoked) <> 2 THEN RAISE 'forgotten'; END IF; END $$");
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void refuses_aServiceThatSpeaksOfRevocations() throws Exception {
        try (Connection connection = shop.connect(shop.orders, ShopDatabase.LOGIN.toString())) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> ask(
                            connection, "SELECT zt.take_status('shop.example', 99, ARRAY[]::text[], ARRAY[]::text[])"))
                    .withMessageContaining("permission denied");
        }
    }

    /** Connections of the warden's. */
    private static class Wardens extends UnboundDataSource {
        private final ShopDatabase shop;

        Wardens(ShopDatabase shop) {
            this.shop = shop;
        }

        @Override
        public Connection getConnection() throws SQLException {
            return shop.wardens();
        }
    }
}
