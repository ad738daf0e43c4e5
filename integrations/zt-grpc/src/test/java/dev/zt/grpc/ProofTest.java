package dev.zt.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.testkit.ManualClock;
import dev.zt.testkit.TestAuthority;
import dev.zt.testkit.TestWorkload;
import io.grpc.Attributes;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.SecurityLevel;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class ProofTest {
    private final TestWorkload gateway = TestAuthority.of("shop.example", ManualClock.at("2026-01-01T00:00:00Z"))
            .issue("/gateway");
    private final OutboundAuth auth = OutboundAuth.of(gateway.identity())
            .allowLoopbackHttp()
            .to("https://orders.internal")
            .to("http://127.0.0.1:8080");
    private final Applied applied = new Applied();

    private void apply(Proof proof, Asked asked) {
        proof.applyRequestMetadata(asked, Runnable::run, applied);
    }

    private void apply(Asked asked) {
        apply(new Proof(auth), asked);
    }

    private static InetSocketAddress address(int... parts) throws UnknownHostException {
        byte[] bytes = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = (byte) parts[i];
        }
        return new InetSocketAddress(InetAddress.getByAddress(bytes), 8080);
    }

    private void assertShown() {
        assertThat(applied.status).isNull();
        assertThat(Fields.values(applied.shown, "workload-identity-token")).hasSize(1);
        assertThat(Fields.values(applied.shown, "authorization")).hasSize(1);
    }

    private void assertNothingShown() {
        assertThat(applied.status).isNull();
        assertThat(applied.shown.keys()).isEmpty();
    }

    private void assertNotMade(String told) {
        assertThat(applied.shown).isNull();
        assertThat(applied.status.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(applied.status.getDescription())
                .startsWith("the call was not made: ")
                .contains(told)
                .doesNotContain(gateway.token());
    }

    @Test
    void shows_aDeclaredAuthority_whoCalls() {
        apply(new Asked("orders.internal"));

        assertShown();
    }

    @Test
    void takes_thePortOfHttps_whereNoneIsNamed() {
        apply(new Asked("orders.internal:443"));
        assertShown();

        apply(new Asked("ORDERS.internal"));
        assertShown();
    }

    @Test
    void shows_nothing_toOthers() {
        for (String authority :
                new String[] {"orders.internal:8443", "other.internal", "user@orders.internal", "%2Fs"}) {
            apply(new Asked(authority));

            assertNothingShown();
        }
    }

    @Test
    void makes_noCall_overLessThanTls_whereTlsIsDeclared() {
        for (SecurityLevel level : new SecurityLevel[] {SecurityLevel.NONE, SecurityLevel.INTEGRITY}) {
            applied.shown = null;
            apply(new Asked("orders.internal").level(level));

            assertNotMade("plain text");
        }
    }

    @Test
    void shows_whoCalls_inPlainTextToThisMachine() throws UnknownHostException {
        apply(new Asked("127.0.0.1:8080").level(SecurityLevel.NONE).to(address(127, 0, 0, 1)));

        assertShown();
    }

    @Test
    void makes_noCall_inPlainText_whereTheConnectionLeavesThisMachine() throws UnknownHostException {
        apply(new Asked("127.0.0.1:8080").level(SecurityLevel.NONE).to(address(192, 0, 2, 1)));
        assertNotMade("this machine only");

        apply(new Asked("127.0.0.1:8080").level(SecurityLevel.NONE));
        assertNotMade("this machine only");
    }

    @Test
    void makes_noCall_whoseAuthorityIsNotThatOfTheChannel() {
        apply(new Asked("orders.internal").options(CallOptions.DEFAULT.withAuthority("orders.internal")));

        assertNotMade("another authority");
    }

    @Test
    void makes_noCall_whoseAuthorityIsNoneAtAll() {
        apply(new Asked("orders internal"));

        assertNotMade("no URI");
    }

    @Test
    void makes_noCall_whereNobodyKnowsWhoAnswers() {
        OutboundAuth pinned =
                OutboundAuth.of(gateway.identity()).to("https://orders.internal", "spiffe://shop.example/o");
        apply(new Proof(pinned), new Asked("orders.internal"));

        assertNotMade("NettyTls.channelCredentials");
    }

    @Test
    void makes_noCall_thatWouldShowACertificateAlone_onAConnectionThatShowedNone() {
        OutboundAuth alone = OutboundAuth.of(gateway.identity())
                .to(Destination.of("https://orders.internal")
                        .answeredBy(gateway.id())
                        .certificateAlone());
        apply(new Proof(alone), new Asked("orders.internal"));

        assertNotMade("NettyTls.channelCredentials");
    }

    @Test
    void makes_noCall_withATransactionTokenToOthers() {
        Proof proof = new Proof(auth);
        Metadata headers = new Metadata();
        Fields.put(headers, "Txn-Token", "x");
        proof.sends(headers);
        apply(proof, new Asked("other.internal"));

        assertNotMade("Txn-Token");
    }

    @Test
    void makes_noCall_toAnotherDestination_whereTheChannelTriesAgain() {
        Proof proof = new Proof(auth.to("https://billing.internal"));
        apply(proof, new Asked("orders.internal"));
        assertShown();
        applied.shown = null;

        apply(proof, new Asked("billing.internal"));

        assertNotMade("another declared destination");
    }

    @Test
    void makes_noProof_onTheThreadOfTheTransport() {
        Deque<Runnable> later = new ArrayDeque<>();
        new Proof(auth).applyRequestMetadata(new Asked("orders.internal"), later::add, applied);
        assertThat(applied.shown).isNull();

        later.remove().run();

        assertShown();
    }

    @Test
    void tells_ofAFailureThatNobodyReckonedWith() {
        apply(new Asked("orders.internal") {
            @Override
            public SecurityLevel getSecurityLevel() {
                throw new IllegalStateException("a secret");
            }
        });

        assertNotMade("its proof could not be made");
        assertThat(applied.status.getDescription()).doesNotContain("secret");
    }

    @Test
    void learns_nothing_ofACallThatWasNotMade() {
        assertThat(new Proof(auth).answered(Status.UNAUTHENTICATED, new Metadata(), true))
                .isFalse();
    }

    @Test
    void asks_forARepetition_whereAFreshProofIsWanted() {
        Proof proof = new Proof(auth);
        apply(proof, new Asked("orders.internal"));
        Metadata trailers = new Metadata();
        Fields.put(trailers, "WWW-Authenticate", "WPT");

        assertThat(proof.answered(Status.PERMISSION_DENIED, trailers, true)).isFalse();
        assertThat(proof.answered(Status.UNAUTHENTICATED, trailers, false)).isFalse();
        assertThat(proof.answered(Status.UNAUTHENTICATED, trailers, true)).isTrue();
        apply(proof, new Asked("orders.internal"));
        assertThat(proof.answered(Status.UNAUTHENTICATED, trailers, true)).isFalse();
    }

    private static final class Applied extends CallCredentials.MetadataApplier {
        private Metadata shown;
        private Status status;

        @Override
        public void apply(Metadata headers) {
            shown = headers;
        }

        @Override
        public void fail(Status why) {
            status = why;
        }
    }

    private static class Asked extends CallCredentials.RequestInfo {
        private final String authority;
        private SecurityLevel level = SecurityLevel.PRIVACY_AND_INTEGRITY;
        private Attributes transport = Attributes.EMPTY;
        private CallOptions options = CallOptions.DEFAULT;

        Asked(String authority) {
            this.authority = authority;
        }

        Asked level(SecurityLevel other) {
            level = other;
            return this;
        }

        Asked to(InetSocketAddress address) {
            transport = Attributes.newBuilder()
                    .set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, address)
                    .build();
            return this;
        }

        Asked options(CallOptions other) {
            options = other;
            return this;
        }

        @Override
        public MethodDescriptor<?, ?> getMethodDescriptor() {
            return Orders.READ;
        }

        @Override
        public CallOptions getCallOptions() {
            return options;
        }

        @Override
        public SecurityLevel getSecurityLevel() {
            return level;
        }

        @Override
        public String getAuthority() {
            return authority;
        }

        @Override
        public Attributes getTransportAttrs() {
            return transport;
        }
    }
}
