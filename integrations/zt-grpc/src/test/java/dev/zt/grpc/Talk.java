package dev.zt.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A stream in both directions, said and heard word by word. */
final class Talk implements StreamObserver<String> {
    private final BlockingQueue<String> words = new LinkedBlockingQueue<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private final StreamObserver<String> speaking;

    Talk(Channel channel) {
        this.speaking = ClientCalls.asyncBidiStreamingCall(channel.newCall(Orders.TALK, CallOptions.DEFAULT), this);
    }

    Talk say(String word) {
        speaking.onNext(word);
        return this;
    }

    /** The next word that comes back; null if none does. */
    String hear() throws InterruptedException {
        return words.poll(10, TimeUnit.SECONDS);
    }

    /** Says no more and waits for the end. */
    Status end() {
        speaking.onCompleted();
        return ended();
    }

    /** Waits for the end that the other side makes. */
    Status ended() {
        return end.orTimeout(10, TimeUnit.SECONDS).join();
    }

    List<String> heard() {
        return List.copyOf(heard);
    }

    @Override
    public void onNext(String word) {
        heard.add(word);
        words.add(word);
    }

    @Override
    public void onError(Throwable failure) {
        end.complete(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
        end.complete(Status.OK);
    }
}
