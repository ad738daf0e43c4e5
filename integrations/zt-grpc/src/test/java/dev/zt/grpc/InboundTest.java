package dev.zt.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.guard.Guard;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import dev.zt.testkit.ZtExtension;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InboundTest {
    private static final InetSocketAddress NEAR = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    @RegisterExtension
    final ZtExtension zt = ZtExtension.forTrustDomain("shop.example");

    private Call call(SocketAddress from, SocketAddress to) {
        Guard guard = zt.guard(
                "https://orders.internal", GrpcScene.POLICY.replace(", issuers: [\"https://idp.example\"]", ""));
        return Inbound.call(guard, new Arrived(from, to), new Metadata());
    }

    private static InetSocketAddress far() throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}), 1);
    }

    @Test
    void is_theRequestOnTheWire() {
        Call call = call(NEAR, NEAR);

        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.rawPath()).isEqualTo("/shop.Orders/Read");
        assertThat(call.target().orElseThrow().segments()).isEqualTo(List.of("shop.Orders", "Read"));
        assertThat(call.query()).isEmpty();
    }

    @Test
    void came_fromThisMachine_onlyBetweenTwoLoopbackAddresses() throws UnknownHostException {
        assertThat(call(NEAR, NEAR).channel()).isEqualTo(Channel.LOOPBACK);
        assertThat(call(NEAR, far()).channel()).isEqualTo(Channel.PLAIN);
        assertThat(call(far(), NEAR).channel()).isEqualTo(Channel.PLAIN);
    }

    @Test
    void came_fromNobodyKnown_whereThereIsNoAddress() {
        assertThat(call(new Nowhere(), new Nowhere()).channel()).isEqualTo(Channel.PLAIN);
        assertThat(call(InetSocketAddress.createUnresolved("127.0.0.1", 1), NEAR)
                        .channel())
                .isEqualTo(Channel.PLAIN);
    }

    private static final class Nowhere extends SocketAddress {
        private static final long serialVersionUID = 1L;
    }

    private static final class Arrived extends ServerCall<String, String> {
        private final Attributes transport;

        Arrived(SocketAddress from, SocketAddress to) {
            transport = Attributes.newBuilder()
                    .set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, from)
                    .set(Grpc.TRANSPORT_ATTR_LOCAL_ADDR, to)
                    .build();
        }

        @Override
        public Attributes getAttributes() {
            return transport;
        }

        @Override
        public MethodDescriptor<String, String> getMethodDescriptor() {
            return Orders.READ;
        }

        @Override
        public void request(int messages) {}

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void sendMessage(String message) {}

        @Override
        public void close(Status status, Metadata trailers) {}

        @Override
        public boolean isCancelled() {
            return false;
        }
    }
}
