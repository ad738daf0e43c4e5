package dev.zt.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PeerMatcherTest {
    private static final WorkloadId ORDERS = WorkloadId.of("spiffe://shop.example/orders");
    private static final WorkloadId BILLING = WorkloadId.of("spiffe://shop.example/billing");
    private static final WorkloadId FOREIGN = WorkloadId.of("spiffe://other.example/orders");

    @Test
    void accepts_whomItNames() {
        assertThat(PeerMatcher.exactly(ORDERS).accepts(ORDERS)).isTrue();
        assertThat(PeerMatcher.exactly(ORDERS).accepts(BILLING)).isFalse();
        assertThat(PeerMatcher.oneOf(Set.of(ORDERS, BILLING)).accepts(BILLING)).isTrue();
        assertThat(PeerMatcher.oneOf(Set.of(ORDERS, BILLING)).accepts(FOREIGN)).isFalse();
    }

    @Test
    void accepts_membersOfATrustDomain() {
        PeerMatcher matcher = PeerMatcher.anyOfTrustDomain(TrustDomain.of("shop.example"));

        assertThat(matcher.accepts(BILLING)).isTrue();
        assertThat(matcher.accepts(FOREIGN)).isFalse();
    }

    @Test
    void accepts_everybody_ifThatIsWritten() {
        assertThat(PeerMatcher.anyWorkload().accepts(FOREIGN)).isTrue();
    }

    @Test
    void faults_haveTheNamesOfTheDocuments() {
        assertThat(PeerFault.WRONG_WORKLOAD.id()).isEqualTo("wrong-workload");
    }
}
