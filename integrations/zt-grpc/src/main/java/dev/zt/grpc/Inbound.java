package dev.zt.grpc;

import dev.zt.guard.Guard;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import dev.zt.request.ForwardedCertificates;
import dev.zt.request.Headers;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What a guard is asked about an RPC: the request that it is on the wire. */
final class Inbound {
    private static final String FORWARDED_PROTO = "X-Forwarded-Proto";

    private Inbound() {}

    static Call call(Guard guard, ServerCall<?, ?> rpc, Metadata fields) {
        SSLSession session = rpc.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        Headers headers = name -> Fields.values(fields, name);
        boolean fromHop = isHop(guard, rpc.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
        boolean forwarded =
                fromHop && (session == null || guard.forwardedCertificates() != ForwardedCertificates.IGNORE);
        return Call.of(
                        Way.METHOD,
                        path(rpc.getMethodDescriptor()),
                        headers,
                        channel(session, fromHop, headers, rpc.getAttributes()))
                .withClientCertificates(
                        () -> forwarded ? guard.forwardedCertificates().read(headers) : certificates(session));
    }

    private static boolean isHop(Guard guard, @Nullable SocketAddress peer) {
        return peer instanceof InetSocketAddress internet
                && internet.getAddress() != null
                && guard.forwardedFrom().contains(internet.getAddress().getHostAddress());
    }

    /** gRPC over HTTP/2, "Requests": the path is the service's name and the method's. */
    static String path(MethodDescriptor<?, ?> method) {
        return "/" + method.getFullMethodName();
    }

    // Whatever has no address, such as a call within the process, is nobody's that could be told from others.
    private static Channel channel(
            @Nullable SSLSession session, boolean fromHop, Headers headers, Attributes transport) {
        if (session != null) {
            return Channel.TLS;
        }
        if (fromHop) {
            return headers.values(FORWARDED_PROTO).equals(List.of("https")) ? Channel.FORWARDED_TLS : Channel.PLAIN;
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
