package dev.zt.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.guard.Guard;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

class ZtTestTest {
    @Nested
    @ZtTest
    class ByDefault {
        private ManualClock clock;
        private TestAuthority authority;
        private RecordingAuditSink audit;
        private final ZtScene given;

        ByDefault(ZtScene given) {
            this.given = given;
        }

        // The second run would see what the first has changed.
        @RepeatedTest(2)
        void gives_eachTestItsOwn(ZtScene zt, Guard guard) {
            assertThat(zt).isSameAs(given);
            assertThat(clock).isSameAs(zt.clock());
            assertThat(authority).isSameAs(zt.authority());
            assertThat(audit).isSameAs(zt.audit());
            assertThat(guard).isSameAs(zt.guard());
            assertThat(Duration.between(clock.instant(), InstantSource.system().instant()))
                    .isBetween(Duration.ZERO, Duration.ofMinutes(10));
            assertThat(clock.instant()).isEqualTo(clock.instant().truncatedTo(ChronoUnit.SECONDS));
            assertThat(audit.events()).isEmpty();
            guard.admit(zt.service("billing").call("GET", "/orders/7").toCall());
            clock.advance(Duration.ofDays(1));
        }

        @Nested
        class Within {
            @Test
            void has_theSceneAround(ZtScene zt) {
                assertThat(zt).isSameAs(given);
            }
        }
    }

    @Nested
    @ZtTest(now = "2026-01-01T00:00:00Z")
    class AtAnotherTime {
        // The second run would see what the first has changed.
        @RepeatedTest(2)
        void begins_whereItSays(ManualClock clock) {
            assertThat(clock.instant()).isEqualTo("2026-01-01T00:00:00Z");
            clock.advance(Duration.ofDays(1));
        }

        @RegisterExtension
        final ZtExtension also = ZtExtension.forTrustDomain("shop.example")
                .now(Instant.parse("2026-02-01T00:00:00Z"))
                .audience("https://orders.internal")
                .issuer("https://idp.example")
                .policy("zt-policy.yaml");

        @Test
        void begins_whereTheExtensionSays() {
            assertThat(also.clock().instant()).isEqualTo("2026-02-01T00:00:00Z");
        }
    }

    @Nested
    @ZtTest
    @TestInstance(Lifecycle.PER_CLASS)
    class WithOneInstance {
        private final ZtScene given;
        private final List<Guard> guards = new ArrayList<>();

        WithOneInstance(ZtScene given) {
            this.given = given;
        }

        @RepeatedTest(2)
        void keeps_theGuardAndEndsWhatWasLeft(ZtScene zt, Guard guard) {
            assertThat(zt).isSameAs(given);
            guards.add(guard);
            assertThat(guards).allMatch(each -> each == guard);
            assertThat(zt.events()).isEmpty();
            zt.assertThatResponse(guard.admit(
                            zt.service("billing").call("GET", "/orders/7").toCall()))
                    .isServed();
            zt.outage();
            zt.skew(Duration.ofDays(1));
        }
    }

    @Nested
    @ZtTest
    @TestInstance(Lifecycle.PER_CLASS)
    class WithOneInstanceAndFields {
        private ZtScene zt;
        private Guard guard;
        private TestService service;
        private final List<Object> origins = new ArrayList<>();

        @RepeatedTest(2)
        void fills_themFromTheSceneOfAllTests(ZtScene given) {
            assertThat(zt).isSameAs(given);
            assertThat(guard).isSameAs(given.guard());
            assertThat(service).isSameAs(given.serve());
            origins.add(service.origin());
            assertThat(origins).allMatch(service.origin()::equals);
            assertThat(zt.events()).isEmpty();
            zt.assertThatResponse(guard.admit(
                            zt.service("billing").call("GET", "/orders/7").toCall()))
                    .isServed();
            zt.outage();
        }

        @Nested
        class Within {
            @Test
            void has_theSceneOfAllTests(ZtScene given) {
                assertThat(given).isSameAs(zt);
            }
        }
    }

    @Nested
    @ZtTest
    @TestInstance(Lifecycle.PER_CLASS)
    class BeforeAllTests {
        private ZtScene first;

        @BeforeAll
        void begin(ZtScene zt) {
            first = zt;
        }

        @Test
        void gives_theSameScene(ZtScene zt) {
            assertThat(zt).isSameAs(first);
        }
    }

    @Nested
    class ByAStaticField {
        @RegisterExtension
        static final ZtExtension ZT = ZtExtension.forTrustDomain("shop.example");

        static TestAuthority authority;

        @RepeatedTest(2)
        void keeps_theAuthority() {
            authority = authority == null ? ZT.authority() : authority;

            assertThat(ZT.authority()).isSameAs(authority);
            assertThat(ZT.events()).isEmpty();
            ZT.guard().admit(ZT.service("billing").call("GET", "/orders/7").toCall());
        }
    }
}
