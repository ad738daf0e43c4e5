package dev.zt.guard;

import dev.zt.message.BodyRefusedException;
import dev.zt.message.MessageFault;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The body of an admitted request whose caller signed it, compared while it is read.
 *
 * <p>Nobody gets the end of a wrong body: reading throws {@link RefusedBodyException} instead, once and ever after, and
 * the audit says so. Of a body of more than 8,192 bytes a beginning may have been read by then, so who acts on a beginning
 * closes the stream first: {@link #close()} compares what is left. For one thread at a time.
 */
public final class RequestBody extends InputStream {
    /** How much is read for the comparison alone, in bytes, where a handler leaves off. */
    public static final int MOST_LEFT = 1 << 20;

    private final InputStream checked;
    private final Admission.Granted admission;
    private int spare = MOST_LEFT;
    private boolean begun;
    private boolean finished;
    private boolean ended;
    private @Nullable RefusedBodyException refusal;

    RequestBody(InputStream checked, Admission.Granted admission) {
        this.checked = checked;
        this.admission = admission;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (finished && !ended && refusal == null) {
            throw new IOException("closed");
        }
        begun = true;
        return readOn(bytes, offset, length);
    }

    private int readOn(byte[] bytes, int offset, int length) throws IOException {
        RefusedBodyException before = refusal;
        if (before != null) {
            throw before.again();
        }
        try {
            int count = checked.read(bytes, offset, length);
            ended |= count < 0;
            return count;
        } catch (BodyRefusedException e) {
            boolean unsigned = e.fault() == MessageFault.DIGEST_MISSING;
            throw refuse(unsigned ? RequestFault.BODY_UNSIGNED : RequestFault.BODY_CHANGED);
        }
    }

    private RefusedBodyException refuse(RequestFault fault) {
        RefusedBodyException refused = new RefusedBodyException(admission.withdraw(fault));
        refusal = refused;
        return refused;
    }

    @Override
    public int available() throws IOException {
        return checked.available();
    }

    /** Whether the end was reached, and so the whole body found right. */
    public boolean isEnded() {
        return ended;
    }

    /**
     * Reads what a handler left, so that it is compared as well, and ends all reading; for whoever ends the exchange. No more than
     * {@link #MOST_LEFT}: where more is left, the body counts as wrong if any of it was read, and as not used if none was.
     *
     * @throws RefusedBodyException if the body is wrong, also if that was thrown before
     */
    public void finish() throws IOException {
        finished = true;
        if (!ended) {
            readLeft();
        }
        RefusedBodyException before = refusal;
        if (before != null) {
            throw before.again();
        }
        if (!ended && begun) {
            throw refuse(RequestFault.BODY_UNCOMPARED);
        }
    }

    private void readLeft() throws IOException {
        byte[] left = new byte[8192];
        while (!ended && spare > 0) {
            spare -= Math.max(0, readOn(left, 0, left.length));
        }
    }

    /**
     * Reads to the end as {@link #finish()} does, and closes the body.
     *
     * @throws RefusedBodyException if the body is wrong
     */
    @Override
    public void close() throws IOException {
        finish();
        checked.close();
    }

    @Override
    public String toString() {
        return "RequestBody";
    }
}
