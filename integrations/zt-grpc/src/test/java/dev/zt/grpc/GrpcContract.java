package dev.zt.grpc;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zt.outbound.OutboundAuth;
import dev.zt.testkit.CallParties.Asks;
import dev.zt.testkit.Contract;
import dev.zt.testkit.ContractMatrix;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the cases of gRPC's channels have in common; they run against real servers with real guards. */
@ExtendWith(ContractMatrix.class)
abstract class GrpcContract implements Contract {
    @TempDir
    Path directory;

    final List<AutoCloseable> begun = new ArrayList<>();

    @Override
    public String contract() {
        return "client";
    }

    @Override
    public String implementation() {
        return "grpc";
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable part : begun) {
            part.close();
        }
    }

    GrpcScene scene() {
        return scene(Asks.NOTHING);
    }

    GrpcScene scene(Asks asks) {
        return closing(new GrpcScene(directory, asks));
    }

    <C extends AutoCloseable> C closing(C part) {
        begun.add(0, part);
        return part;
    }

    ManagedChannel open(String authority, OutboundAuth auth) {
        return closing(NettyTls.newChannel(authority, auth));
    }

    <M extends ManagedChannel> M closing(M channel) {
        begun.add(0, channel::shutdownNow);
        return channel;
    }

    static OutboundAuth proofs(GrpcScene scene) {
        return OutboundAuth.of(scene.gateway.identity()).to(scene.destination());
    }

    static OutboundAuth tokens(GrpcScene scene) {
        return OutboundAuth.of(scene.client()).to(scene.destination().accessToken(GrpcScene.READ));
    }

    ManagedChannel proving(GrpcScene scene) {
        return open(scene.server.authority(), proofs(scene));
    }

    static String call(Channel channel, MethodDescriptor<String, String> method, String word) {
        return ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, word);
    }

    static String read(Channel channel) {
        return call(channel, Orders.READ, "seven");
    }

    static Status refused(Callable<?> call) {
        return catchThrowableOfType(StatusRuntimeException.class, call::call).getStatus();
    }

    static Channel with(Channel channel, String name, String value) {
        Metadata metadata = new Metadata();
        Fields.put(metadata, name, value);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata));
    }

    // All begin at once.
    static <T> List<Future<T>> crowd(int size, Callable<T> call) {
        ExecutorService threads = Executors.newFixedThreadPool(size);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<T>> calls = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                calls.add(threads.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            start.countDown();
            return calls;
        } finally {
            threads.shutdown();
        }
    }
}
