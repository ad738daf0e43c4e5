package dev.zt.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a handler writes, held up to a limit, or handed on where the head of the answer can go out before. */
final class HeldStream extends ServletOutputStream {
    private final int most;
    private final HeldBudget budget;
    private final Head head;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private @Nullable ServletOutputStream ahead;
    private boolean tooLong;
    private boolean closed;

    /** Sends the head of an answer before its body, if it can be known by then. */
    @FunctionalInterface
    interface Head {
        /** Where the body goes; null if the head has to wait for it. */
        @Nullable
        ServletOutputStream send() throws IOException;
    }

    HeldStream(int most, HeldBudget budget, Head head) {
        this.most = most;
        this.budget = budget;
        this.head = head;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (closed || length == 0) {
            return;
        }
        if (ahead == null && held.size() == 0 && !tooLong) {
            ahead = head.send();
        }
        ServletOutputStream out = ahead;
        if (out == null) {
            hold(bytes, offset, length);
        } else {
            out.write(bytes, offset, length);
        }
    }

    private void hold(byte[] bytes, int offset, int length) throws IOException {
        if (tooLong || length > most - held.size() || !budget.take(length)) {
            clear();
            tooLong = true;
            throw new IOException("zt: the caller wants this answer signed, and no more than " + most
                    + " bytes are held for that, or an eighth of the heap for all such answers: set Content-Digest before"
                    + " writing, or signedAnswersUpTo(…)");
        }
        held.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        ServletOutputStream out = ahead;
        if (out != null) {
            out.flush();
        }
    }

    /** Ends the answer: whatever is written after is dropped, as containers do after a forward. */
    @Override
    public void close() {
        closed = true;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        throw new IllegalStateException("zt: the caller wants this answer signed, so it is written while its handler"
                + " runs: write without a listener");
    }

    boolean isAhead() {
        return ahead != null;
    }

    boolean isTooLong() {
        return tooLong;
    }

    boolean isClosed() {
        return closed;
    }

    byte[] content() {
        return held.toByteArray();
    }

    /** Forgets what is held. */
    void clear() {
        budget.giveBack(held.size());
        held.reset();
        tooLong = false;
    }
}
