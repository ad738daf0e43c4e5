package dev.zt.outbound;

import dev.zt.verify.AnswerFault;
import dev.zt.verify.BodyComparison;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** What follows on the head of an answer. */
public sealed interface AnswerStep {
    /** The answer is the user's, as it is. */
    record Use() implements AnswerStep {}

    /**
     * The answer is thrown away, and the same request sent once more with what {@link OutboundExchange#show} gives next.
     */
    record Again() implements AnswerStep {}

    /** Nothing of the answer may be used; the call fails. */
    record Refuse(UnprovenAnswerException cause) implements AnswerStep {}

    /** The body is held until all of it was compared with what was signed, and is the user's only if it is right. */
    final class Compare implements AnswerStep {
        private final BodyComparison comparison;
        private final int most;
        private final int status;

        Compare(BodyComparison comparison, int most, int status) {
            this.comparison = comparison;
            this.most = most;
            this.status = status;
        }

        /** How many bytes of the body may be held. */
        public int most() {
            return most;
        }

        /** Takes in the next part of the body, and leaves its position where it is. */
        public void add(ByteBuffer part) {
            comparison.add(part);
        }

        /**
         * Ends the body.
         *
         * @throws UnprovenAnswerException if it is not what was signed
         */
        public void end() throws UnprovenAnswerException {
            if (!comparison.matches()) {
                throw new UnprovenAnswerException(AnswerFault.ANSWER_BODY, status);
            }
        }

        /** Why a body of more than {@link #most()} bytes is not used. */
        public UnprovenAnswerException tooLong() {
            return new UnprovenAnswerException(AnswerFault.ANSWER_TOO_LONG, status);
        }

        /**
         * Reads a body to its end and compares it.
         *
         * @param body as it travelled, before any content coding is taken off; it is not closed
         * @throws UnprovenAnswerException if it is not what was signed, or has more than {@link #most()} bytes
         */
        public byte[] read(InputStream body) throws IOException {
            byte[] all = body.readNBytes(most);
            // One part more shows whether that was all.
            if (all.length == most && body.read() >= 0) {
                throw tooLong();
            }
            add(ByteBuffer.wrap(all));
            end();
            return all;
        }
    }
}
