package dev.zt.grpc;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** A service that is spoken to in words, and says the same back. */
final class Orders {
    static final MethodDescriptor<String, String> READ = method(MethodType.UNARY, "Read");
    static final MethodDescriptor<String, String> WRITE = method(MethodType.UNARY, "Write");
    static final MethodDescriptor<String, String> LIST = method(MethodType.SERVER_STREAMING, "List");
    static final MethodDescriptor<String, String> TALK = method(MethodType.BIDI_STREAMING, "Talk");
    static final MethodDescriptor<String, String> UNLISTED = method(MethodType.UNARY, "Unlisted");

    private Orders() {}

    private static MethodDescriptor<String, String> method(MethodType type, String name) {
        return MethodDescriptor.<String, String>newBuilder()
                .setType(type)
                .setFullMethodName("shop.Orders/" + name)
                .setRequestMarshaller(new Words())
                .setResponseMarshaller(new Words())
                .build();
    }

    /** What answers each unary call, and begins and ends a list. */
    static ServerServiceDefinition answering(UnaryOperator<String> answer) {
        ServerCalls.UnaryMethod<String, String> unary = (word, taker) -> {
            taker.onNext(answer.apply(word));
            taker.onCompleted();
        };
        ServerCalls.ServerStreamingMethod<String, String> list = (word, taker) -> {
            taker.onNext(answer.apply(word));
            taker.onNext(answer.apply(word));
            taker.onCompleted();
        };
        return builder(unary, list, Orders::echo).build();
    }

    static ServerServiceDefinition.Builder builder(
            ServerCalls.UnaryMethod<String, String> unary,
            ServerCalls.ServerStreamingMethod<String, String> list,
            ServerCalls.BidiStreamingMethod<String, String> talk) {
        return ServerServiceDefinition.builder("shop.Orders")
                .addMethod(READ, ServerCalls.asyncUnaryCall(unary))
                .addMethod(WRITE, ServerCalls.asyncUnaryCall(unary))
                .addMethod(UNLISTED, ServerCalls.asyncUnaryCall(unary))
                .addMethod(LIST, ServerCalls.asyncServerStreamingCall(list))
                .addMethod(TALK, ServerCalls.asyncBidiStreamingCall(talk));
    }

    private static StreamObserver<String> echo(StreamObserver<String> taker) {
        return new StreamObserver<>() {
            @Override
            public void onNext(String word) {
                taker.onNext(word);
            }

            @Override
            public void onError(Throwable cause) {}

            @Override
            public void onCompleted() {
                taker.onCompleted();
            }
        };
    }

    private static final class Words implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String word) {
            return new ByteArrayInputStream(word.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
