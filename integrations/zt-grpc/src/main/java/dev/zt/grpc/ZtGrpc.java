package dev.zt.grpc;

import dev.zt.guard.Admission;
import dev.zt.guard.Guard;
import dev.zt.outbound.OutboundAuth;
import dev.zt.policy.Policy;
import dev.zt.request.Target;
import dev.zt.verify.VerifiedCaller;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes gRPC channels that prove their calls, and gRPC servers that let in whom their guard lets in. Stateless.
 *
 * <pre>{@code
 * // caller
 * OutboundAuth auth = OutboundAuth.of(me).to("https://orders.internal:8443", "spiffe://shop.example/orders");
 * ManagedChannel orders = NettyTls.newChannel("orders.internal:8443", auth);
 * // callee
 * Server server = NettyServerBuilder.forPort(8443, NettyTls.serverCredentials(me.serverTls(), Clients.NOT_ASKED))
 *         .addService(new Orders())
 *         .intercept(ZtGrpc.serverInterceptor(guard))
 *         .build();
 * ZtGrpc.requireCovered(guard, server.getServices());
 * }</pre>
 *
 * <p>To both ends an RPC is the request that it is on the wire: {@code POST /package.Service/Method}. A policy lists it as
 * that.
 */
public final class ZtGrpc {
    private static final Logger LOG = LoggerFactory.getLogger(ZtGrpc.class);

    private ZtGrpc() {}

    /**
     * An interceptor that proves each call to a declared destination; safe for concurrent use. Where a call goes is its
     * channel's authority, {@code https} on port 443 unless that says otherwise. To others nothing is shown.
     *
     * <p>Nobody waits: while an access token is fetched, gRPC holds the call back. A call of one message that ends with
     * {@code UNAUTHENTICATED}, before anything else was answered, and is asked for a fresh proof, is sent once more; one of
     * several messages is not, nor one whose message is an {@code InputStream}, and its user's next one succeeds.
     *
     * <p>A call that cannot be proven ends before anything of it is sent, with {@code UNAVAILABLE} if there is no identity or
     * token now, and with {@code UNAUTHENTICATED} if that will not change:
     *
     * <ul>
     *   <li>it has {@code CallCredentials} or metadata such as {@code authorization} of its own, wherever it goes;
     *   <li>it goes to a declared destination by an authority of its own, which no certificate was compared with;
     *   <li>its destination is declared over https, and its channel is in plain text;
     *   <li>a destination must prove who it is, and its channel was not made by {@link NettyTls};
     *   <li>its destination is to be shown signatures, which cannot cover messages.
     * </ul>
     *
     * <p>The cause is {@link dev.zt.outbound.CallNotMadeException} where that is what it says.
     *
     * <p>On somebody's behalf ({@link OutboundAuth#onBehalfOf}) it is made for each request that is served, and given to a stub
     * by {@code withInterceptors}; its channel then has the credentials of {@link NettyTls#channelCredentials} and no interceptor
     * of this kind.
     *
     * <p>Metadata and credentials that other interceptors or {@code ChannelCredentials} add nearer to the transport are not
     * seen here; a guard refuses a request with two proofs.
     */
    public static ClientInterceptor clientInterceptor(OutboundAuth auth) {
        return new ProvingInterceptor(auth);
    }

    /**
     * The same channel with {@link #clientInterceptor}; its connections that began with a certificate of this process are left
     * when it is replaced, as soon as the calls on them end. The channel stays its user's to shut down. To be called once for a channel.
     */
    public static Channel wrap(ManagedChannel channel, OutboundAuth auth) {
        auth.onRenewal(channel, ManagedChannel::enterIdle);
        return ClientInterceptors.intercept(channel, clientInterceptor(auth));
    }

    /**
     * An interceptor that lets in whom a guard lets in; safe for concurrent use. Whom it does not, hears it before the
     * handler is started: 400 as {@code INVALID_ARGUMENT}, 401 as {@code UNAUTHENTICATED}, 403 as {@code PERMISSION_DENIED},
     * 503 as {@code UNAVAILABLE}, with the fields of the answer, such as {@code www-authenticate}, as trailers. Interceptors
     * that are added to a server later run before it. Methods that a server does not have are gRPC's own to answer, with
     * {@code UNIMPLEMENTED}, so that anybody can tell them from others.
     *
     * <p>A stream is looked at again whenever a message goes either way, at most once in a second, and ends with
     * {@code PERMISSION_DENIED} when its caller may no longer have it: its handler hears of a cancellation. A stream in which
     * nothing moves is left alone. Callers that sign whole requests (RFC 9421) are refused, because nobody compares messages with
     * what was signed. Connections in plain text are refused but for those that the guard lets in: from loopback addresses, and
     * from its hops, which say in {@code x-forwarded-proto} that they received the call over TLS. Calls within a process are
     * refused, because they come from no address.
     */
    public static ServerInterceptor serverInterceptor(Guard guard) {
        return new GuardInterceptor(guard, System::nanoTime);
    }

    /** Who makes the call that the current {@link io.grpc.Context} serves; empty on a public endpoint, and outside of calls. */
    public static Optional<VerifiedCaller> caller() {
        return admission().flatMap(Admission.Granted::caller);
    }

    /** What the guard says of the call that the current {@link io.grpc.Context} serves; empty outside of calls. */
    public static Optional<Admission.Granted> admission() {
        return Optional.ofNullable(GuardInterceptor.GRANTED.get());
    }

    /**
     * The paths of the methods that no endpoint of the policy in force leads to, in the order of the services: every call to
     * them is denied. Logs a warning that names them. To be called at start-up.
     *
     * @param services such as those of {@link io.grpc.Server#getServices}
     */
    public static List<String> uncovered(Guard guard, List<ServerServiceDefinition> services) {
        Policy policy = guard.policy();
        List<String> uncovered = services.stream()
                .flatMap(service -> service.getMethods().stream())
                .map(method -> Inbound.path(method.getMethodDescriptor()))
                .filter(path -> !isCovered(policy, path))
                .toList();
        if (!uncovered.isEmpty()) {
            LOG.warn("zt: denied, because no endpoint of the policy leads there: {}", uncovered);
        }
        return uncovered;
    }

    // Which rules have expired does not matter to which endpoints there are.
    private static boolean isCovered(Policy policy, String path) {
        return Target.parse(path)
                .flatMap(target ->
                        policy.route(Way.METHOD, target.segments(), Instant.MIN).endpoint())
                .isPresent();
    }

    /**
     * Stops a start-up where a method has no endpoint.
     *
     * @throws IllegalStateException naming what {@link #uncovered} finds
     */
    public static void requireCovered(Guard guard, List<ServerServiceDefinition> services) {
        List<String> uncovered = uncovered(guard, services);
        if (!uncovered.isEmpty()) {
            throw new IllegalStateException("no endpoint of the policy leads to " + uncovered);
        }
    }
}
