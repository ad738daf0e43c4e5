package dev.zt.samples.recipes;

import dev.zt.grpc.NettyTls;
import dev.zt.grpc.NettyTls.Clients;
import dev.zt.grpc.ZtGrpc;
import dev.zt.guard.Guard;
import dev.zt.outbound.OutboundAuth;
import dev.zt.own.ServiceIdentity;
import dev.zt.verify.VerifiedCaller;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Serves and calls by gRPC; here one process does both, and calls itself. */
public final class SpeakGrpc {
    private SpeakGrpc() {}

    public static void main(String[] args) throws Exception {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        ServerServiceDefinition greeter = ServerServiceDefinition.builder("shop.Greeter")
                .addMethod(Greeting.GREET, ServerCalls.asyncUnaryCall(SpeakGrpc::greet))
                .build();
        // recipe: gRPC callee
        ServiceIdentity me = ServiceIdentity.fromEnvironment();
        var credentials = NettyTls.serverCredentials(me.serverTls(), Clients.NOT_ASKED);
        var guard = ZtGrpc.serverInterceptor(Guard.fromEnvironment());
        // end
        Server server = NettyServerBuilder.forAddress(address, credentials)
                .addService(greeter)
                .intercept(guard)
                .build()
                .start();
        String authority = "127.0.0.1:" + server.getPort();
        // recipe: gRPC caller
        OutboundAuth auth = OutboundAuth.of(me).to("https://" + authority, "spiffe://shop.example/orders");
        ManagedChannel channel = NettyTls.newChannel(authority, auth);
        // end
        System.out.println(ClientCalls.blockingUnaryCall(channel, Greeting.GREET, CallOptions.DEFAULT, "Hello"));
        channel.shutdownNow();
        server.shutdownNow();
        me.close();
    }

    private static void greet(String greeting, StreamObserver<String> answer) {
        VerifiedCaller caller = ZtGrpc.caller().orElseThrow();
        answer.onNext(greeting + ", " + caller.id());
        answer.onCompleted();
    }
}
