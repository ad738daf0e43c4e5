package dev.zt.grpc;

import dev.zt.identity.CallerId;
import dev.zt.verify.VerifiedCaller;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** A server on a free port of the loopback address, which remembers each call as it came in. */
final class OrdersServer implements AutoCloseable {
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<CallerId> callers = new CopyOnWriteArrayList<>();
    private final Server server;
    private volatile ServerInterceptor guarding = OrdersServer::letIn;

    /** A call as it came in. */
    record Received(Metadata headers, List<Certificate> certificates) {
        List<String> values(String name) {
            return Fields.values(headers, name);
        }

        boolean showsAnything() {
            return List.of("authorization", "workload-identity-token", "dpop").stream()
                    .anyMatch(name -> !values(name).isEmpty());
        }
    }

    /** @param guarding what guards an origin, which is what callers address */
    OrdersServer(ServerCredentials credentials, Function<String, ServerInterceptor> guarding) {
        this(credentials, guarding, null);
    }

    OrdersServer(
            ServerCredentials credentials,
            Function<String, ServerInterceptor> guarding,
            ServerServiceDefinition service) {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), credentials)
                .addService(service == null ? Orders.answering(this::echo) : service)
                .intercept(new Recording())
                .build();
        start();
        this.guarding = guarding.apply("https://" + authority());
    }

    /** In plain text, and asks nobody who calls. */
    static OrdersServer plain() {
        return new OrdersServer(InsecureServerCredentials.create(), origin -> OrdersServer::letIn);
    }

    private void start() {
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String echo(String word) {
        ZtGrpc.caller().map(VerifiedCaller::id).ifPresent(callers::add);
        return word;
    }

    static <Q, A> ServerCall.Listener<Q> letIn(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return next.startCall(call, headers);
    }

    String authority() {
        return "127.0.0.1:" + server.getPort();
    }

    String origin() {
        return "https://" + authority();
    }

    List<ServerServiceDefinition> services() {
        return server.getServices();
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    Received last() {
        return received.get(received.size() - 1);
    }

    /** Who was served, as the handlers saw them. */
    List<CallerId> callers() {
        return List.copyOf(callers);
    }

    Optional<CallerId> lastCaller() {
        return callers.isEmpty() ? Optional.empty() : Optional.of(callers.get(callers.size() - 1));
    }

    @Override
    public void close() {
        try {
            server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Recording implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            Metadata copy = new Metadata();
            copy.merge(headers);
            received.add(new Received(copy, shown(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION))));
            return guarding.interceptCall(call, headers, next);
        }
    }

    private static List<Certificate> shown(SSLSession session) {
        try {
            return session == null ? List.of() : List.of(session.getPeerCertificates());
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }
}
