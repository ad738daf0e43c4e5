package dev.zt.posture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.identity.InstanceId;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RevocationStatusTest {
    private static final TrustDomain SHOP = TrustDomain.of("shop.example");
    private static final WorkloadId GATEWAY = WorkloadId.of("spiffe://shop.example/gateway");
    private static final WorkloadId BILLING = WorkloadId.of("spiffe://shop.example/billing");
    private static final InstanceId ONE = InstanceId.parse("one").orElseThrow();
    private static final InstanceId TWO = InstanceId.parse("two").orElseThrow();
    private static final Instant ISSUED = Instant.parse("2026-01-01T00:00:00Z");

    private final RevocationStatus status =
            new RevocationStatus(SHOP, 7, ISSUED, 3, Set.of("one"), Set.of(BILLING), Set.of("bad-key"));

    @Test
    void bars_whatIsRevokedAndNothingElse() {
        assertThat(status.bar(GATEWAY, ONE, "key")).contains(Bar.INSTANCE_REVOKED);
        assertThat(status.bar(GATEWAY, InstanceId.ofKey("one"), "key")).contains(Bar.INSTANCE_REVOKED);
        assertThat(status.bar(BILLING, TWO, "key")).contains(Bar.WORKLOAD_REVOKED);
        assertThat(status.bar(GATEWAY, TWO, "bad-key", "key")).contains(Bar.KEY_REVOKED);
        assertThat(status.bar(GATEWAY, TWO, "key", "bad-key")).contains(Bar.KEY_REVOKED);
        assertThat(status.bar(GATEWAY, TWO, "key", "other")).isEmpty();
    }

    @Test
    void speaks_forItsOwnDomainOnly() {
        WorkloadId stranger = WorkloadId.of("spiffe://partner.example/gateway");

        assertThatThrownBy(() -> status.bar(stranger, ONE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RevocationStatus(SHOP, 1, ISSUED, 1, Set.of(), Set.of(stranger), Set.of()))
                .hasMessageContaining("speaks for no other trust domain");
    }

    @ParameterizedTest
    @CsvSource({
        "0, FRESH",
        "60, FRESH",
        "61, STALE",
        "300, STALE",
        "301, UNBELIEVABLE",
        "-60, FRESH",
        "-61, UNBELIEVABLE"
    })
    void ages(long seconds, StatusAge expected) {
        assertThat(StatusAge.of(status, ISSUED.plusSeconds(seconds))).isEqualTo(expected);
    }

    @Test
    void tracks_nothingByDefault() {
        assertThat(StatusSource.none().status(SHOP)).isEqualTo(new StatusLookup.NotTracked());
        assertThat(StatusSource.none().problem()).isEmpty();
    }
}
