package dev.zt.message;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * A body that is compared with its digest while it is read, and whose end nobody gets before the comparison.
 *
 * <p>The last 8,192 bytes are always withheld until the whole body has been compared, so a shorter body is handed out
 * only if it is right, and of a longer one that is wrong only a beginning is. At the end of a wrong body, and ever
 * after, reading throws {@link BodyRefusedException}. Needs 12 KiB whatever the length of the body. For one thread at a
 * time.
 */
public final class VerifyingInputStream extends InputStream {
    /** How many bytes at the end are withheld. */
    static final int WITHHELD = 8192;

    private static final int READ = 4096;
    private static final byte[] NOTHING = {};

    private final InputStream body;
    private final BodyDigest digest;
    private byte[] window = new byte[WITHHELD + READ];
    private int start;
    private int end;
    private State state = State.OPEN;

    private enum State {
        OPEN,
        PROVEN,
        REFUSED,
        CLOSED
    }

    /**
     * A body to be compared.
     *
     * @param body the body, from its first byte on; closed with this stream
     * @param digest what it must match, fed with nothing so far
     */
    public VerifyingInputStream(InputStream body, BodyDigest digest) {
        this.body = body;
        this.digest = digest;
    }

    @Override
    public int read() throws IOException {
        return fill() ? window[start++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, released());
        System.arraycopy(window, start, bytes, offset, count);
        start += count;
        return count;
    }

    /** How many bytes may be handed out without reading on. */
    @Override
    public int available() {
        return released();
    }

    @Override
    public void close() throws IOException {
        forget(state == State.REFUSED ? State.REFUSED : State.CLOSED);
        body.close();
    }

    private int released() {
        int held = end - start;
        return state == State.PROVEN ? held : Math.max(0, held - WITHHELD);
    }

    /** Reads on until something may be handed out; false at the end of a body that was right. */
    private boolean fill() throws IOException {
        while (released() == 0) {
            if (state == State.REFUSED) {
                throw new BodyRefusedException(MessageFault.DIGEST_WRONG);
            }
            if (state == State.CLOSED) {
                throw new IOException("closed");
            }
            if (state == State.PROVEN) {
                return false;
            }
            readOn();
        }
        return true;
    }

    private void readOn() throws IOException {
        System.arraycopy(window, start, window, 0, end - start);
        end -= start;
        start = 0;
        int count = body.read(window, end, window.length - end);
        if (count > 0) {
            digest.update(window, end, count);
            end += count;
        } else if (count < 0) {
            compare();
        }
    }

    private void compare() {
        if (digest.matches()) {
            state = State.PROVEN;
        } else {
            forget(State.REFUSED);
        }
    }

    private void forget(State next) {
        window = NOTHING;
        start = 0;
        end = 0;
        state = next;
    }
}
