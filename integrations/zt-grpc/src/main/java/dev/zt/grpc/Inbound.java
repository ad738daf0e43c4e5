package dev.zt.grpc;

import dev.zt.guard.Guard;
import dev.zt.request.Call;
import dev.zt.request.Connection;
import dev.zt.request.Headers;
import dev.zt.request.Hops;
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
    private Inbound() {}

    static Call call(Guard guard, ServerCall<?, ?> rpc, Metadata fields) {
        Hops hops = guard.hops();
        Headers headers = name -> Fields.values(fields, name);
        Connection connection = connection(rpc.getAttributes());
        return Call.of(Way.METHOD, path(rpc.getMethodDescriptor()), headers, hops.channel(connection, headers))
                .withClientCertificates(() -> hops.certificates(connection, headers));
    }

    /** gRPC over HTTP/2, "Requests": the path is the service's name and the method's. */
    static String path(MethodDescriptor<?, ?> method) {
        return "/" + method.getFullMethodName();
    }

    private static Connection connection(Attributes transport) {
        SSLSession session = transport.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        String peer = address(transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
        return session == null
                ? Connection.inPlainText(peer, address(transport.get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR)))
                : Connection.overTls(peer, () -> certificates(session));
    }

    // Whatever has none, such as a call within the process, is nobody's that could be told from others.
    private static String address(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress internet && internet.getAddress() != null
                ? internet.getAddress().getHostAddress()
                : "";
    }

    private static List<X509Certificate> certificates(SSLSession session) {
        try {
            return Arrays.stream(session.getPeerCertificates())
                    .flatMap(shown -> shown instanceof X509Certificate read ? Stream.of(read) : Stream.empty())
                    .toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }
}
