package dev.zt.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zt.guard.Guard;
import dev.zt.request.AddressRanges;
import dev.zt.request.ForwardedCertificates;
import dev.zt.tls.PeerMatcher;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which connections calls may come on. */
class GuardedChannelTest extends GuardedCalls {
    @Test
    void lets_inPlainTextOfThisMachine_whereThatIsAllowed() {
        setting = Guard.Builder::allowLoopbackHttp;
        OrdersServer server = server(InsecureServerCredentials.create());

        assertThat(call(plain(server), Orders.READ, proof(server))).isEqualTo("seven");
    }

    @Test
    void lets_inPlainTextOfAHop_onlyIfThatReceivedItOverTls() {
        setting = builder ->
                builder.forwardedFrom(AddressRanges.of(List.of("127.0.0.1"))).allowLoopbackHttp();
        OrdersServer server = server(InsecureServerCredentials.create());
        Metadata forwarded = proof(server);
        Fields.put(forwarded, "x-forwarded-proto", "https");

        assertThat(call(plain(server), Orders.READ, forwarded)).isEqualTo("seven");
        seen.set(null);
        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class, () -> call(plain(server), Orders.READ, proof(server)));

        assertRefused(
                refused, Status.Code.INVALID_ARGUMENT, "The request or its token cannot be accepted", "channel-plain");
    }

    @Test
    void knows_callersByTheirCertificates() {
        certificates = true;
        OrdersServer server = server(NettyTls.serverCredentials(
                orders.identity().mutualTls(PeerMatcher.anyWorkload()), NettyTls.Clients.REQUIRED));

        assertThat(call(server, Orders.READ, new Metadata())).isEqualTo("seven");

        assertThat(seen.get().id()).isEqualTo(gateway.id());
    }

    @Test
    void knows_nobodyByTheCertificateOfAHop() {
        certificates = true;
        setting = builder -> builder.forwardedFrom(AddressRanges.of(List.of("127.0.0.1")))
                .forwardedCertificates(ForwardedCertificates.CLIENT_CERT);
        OrdersServer server = server(NettyTls.serverCredentials(
                orders.identity().mutualTls(PeerMatcher.anyWorkload()), NettyTls.Clients.REQUIRED));

        StatusRuntimeException refused = refused(server, Orders.READ, new Metadata());

        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(seen.get()).isNull();
    }

    @Test
    void refuses_plainText_alsoOfThisMachine() {
        OrdersServer server = server(InsecureServerCredentials.create());

        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class, () -> call(plain(server), Orders.READ, proof(server)));

        assertRefused(
                refused, Status.Code.INVALID_ARGUMENT, "The request or its token cannot be accepted", "channel-plain");
    }
}
