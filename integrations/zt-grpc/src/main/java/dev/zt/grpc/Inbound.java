package dev.zt.grpc;

import dev.zt.request.Call;
import dev.zt.request.Channel;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What a guard is asked about an RPC: the request that it is on the wire. */
final class Inbound {
    private Inbound() {}

    static Call call(ServerCall<?, ?> rpc, Metadata headers) {
        SSLSession session = rpc.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        return Call.of(
                        Way.METHOD,
                        path(rpc.getMethodDescriptor()),
                        name -> Fields.values(headers, name),
                        channel(session, rpc.getAttributes()))
                .withClientCertificates(() -> certificates(session));
    }

    /** gRPC over HTTP/2, "Requests": the path is the service's name and the method's. */
    static String path(MethodDescriptor<?, ?> method) {
        return "/" + method.getFullMethodName();
    }

    // Whatever has no address, such as a call within the process, is nobody's that could be told from others.
    private static Channel channel(@Nullable SSLSession session, Attributes transport) {
        if (session != null) {
            return Channel.TLS;
        }
        boolean loopback = Loopback.is(transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR))
                && Loopback.is(transport.get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR));
        return loopback ? Channel.LOOPBACK : Channel.PLAIN;
    }

    private static List<X509Certificate> certificates(@Nullable SSLSession session) {
        try {
            return session == null
                    ? List.of()
                    : Arrays.stream(session.getPeerCertificates())
                            .flatMap(shown -> shown instanceof X509Certificate read ? Stream.of(read) : Stream.empty())
                            .toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }
}
