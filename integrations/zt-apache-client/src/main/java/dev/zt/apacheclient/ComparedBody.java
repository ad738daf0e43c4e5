package dev.zt.apacheclient;

import dev.zt.outbound.AnswerStep;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.jspecify.annotations.Nullable;

/** Holds a body until all of it was compared with what was signed, and hands the answer on only if it is right. */
final class ComparedBody implements AsyncDataConsumer {
    private final AnswerStep.Compare comparison;
    private final Taker taker;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private @Nullable AsyncDataConsumer user;

    /** Tells the user of the answer, and gives what reads its body. */
    @FunctionalInterface
    interface Taker {
        @Nullable
        AsyncDataConsumer take() throws HttpException, IOException;
    }

    ComparedBody(AnswerStep.Compare comparison, Taker taker) {
        this.comparison = comparison;
        this.taker = taker;
    }

    @Override
    public void updateCapacity(CapacityChannel capacity) throws IOException {
        capacity.update(Integer.MAX_VALUE);
    }

    @Override
    public void consume(ByteBuffer part) throws IOException {
        if (held.size() + part.remaining() > comparison.most()) {
            throw comparison.tooLong();
        }
        comparison.add(part);
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        held.writeBytes(bytes);
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers) throws HttpException, IOException {
        comparison.end();
        AsyncDataConsumer reader = taker.take();
        user = reader;
        if (reader != null) {
            reader.consume(ByteBuffer.wrap(held.toByteArray()));
            reader.streamEnd(trailers);
        }
    }

    @Override
    public void releaseResources() {
        AsyncDataConsumer reader = user;
        if (reader != null) {
            reader.releaseResources();
        }
    }
}
