package dev.zt.grpc;

import dev.zt.outbound.OutboundAuth;
import dev.zt.tls.ClientTls;
import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ServerCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettySslContextChannelCredentials;
import io.grpc.netty.NettySslContextServerCredentials;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import javax.net.ssl.SSLContext;

/**
 * TLS for gRPC's Netty transport, {@code grpc-netty}, by contexts that were made elsewhere: certificates are renewed and the
 * other end recognised as those do it. TLS 1.3; no session is resumed, because a resumed one asks nobody who is there. Stateless.
 *
 * <p>Other transports do not take them. gRPC's own {@code TlsChannelCredentials} are for every transport and take a trust
 * manager, but resume sessions; where a destination must prove who it is, calls on such channels are refused.
 */
public final class NettyTls {
    private static final ApplicationProtocolConfig HTTP_2 = new ApplicationProtocolConfig(
            Protocol.ALPN,
            SelectorFailureBehavior.NO_ADVERTISE,
            SelectedListenerFailureBehavior.ACCEPT,
            ApplicationProtocolNames.HTTP_2);

    /** Whether clients are asked for a certificate. */
    public enum Clients {
        /** No. */
        NOT_ASKED(ClientAuth.NONE),
        /** Yes, and served without one as well, by whatever else they show. */
        WANTED(ClientAuth.OPTIONAL),
        /** Yes, and not served without one. */
        REQUIRED(ClientAuth.REQUIRE);

        private final ClientAuth asked;

        Clients(ClientAuth asked) {
            this.asked = asked;
        }
    }

    private NettyTls() {}

    /**
     * A channel that proves its calls and recognises the destinations that must prove who they are, with gRPC's defaults.
     *
     * @param target such as {@code orders.internal:8443}
     */
    public static ManagedChannel newChannel(String target, OutboundAuth auth) {
        ManagedChannel channel = NettyChannelBuilder.forTarget(target, channelCredentials(auth))
                .intercept(ZtGrpc.clientInterceptor(auth))
                .build();
        auth.onRenewal(channel, ManagedChannel::enterIdle);
        return channel;
    }

    /** Recognises the destinations that must prove who they are; if there are none, the platform decides everywhere. */
    public static ChannelCredentials channelCredentials(OutboundAuth auth) {
        return auth.tls()
                .map(ClientTls::context)
                .map(context -> NettySslContextChannelCredentials.create(
                        new StandardPort(netty(context, true, ClientAuth.NONE))))
                .orElseGet(TlsChannelCredentials::create);
    }

    /**
     * For servers.
     *
     * @param context such as that of {@code ServiceIdentity.serverTls()} or {@code mutualTls(…)}
     */
    public static ServerCredentials serverCredentials(SSLContext context, Clients clients) {
        return NettySslContextServerCredentials.create(netty(context, false, clients.asked));
    }

    private static JdkSslContext netty(SSLContext context, boolean client, ClientAuth asked) {
        return new JdkSslContext(
                context,
                client,
                null,
                IdentityCipherSuiteFilter.INSTANCE,
                HTTP_2,
                asked,
                new String[] {"TLSv1.3"},
                false);
    }
}
