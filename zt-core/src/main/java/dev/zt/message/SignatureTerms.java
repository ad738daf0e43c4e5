package dev.zt.message;

import java.time.Instant;

/**
 * What a signature to be made says of its time and its use.
 *
 * @param created when it is made; whole seconds count
 * @param expires until when it may be accepted
 * @param nonce random text, new for each signature: printable ASCII, 2,048 characters at most
 */
public record SignatureTerms(Instant created, Instant expires, String nonce) {
    /** @throws IllegalArgumentException if the times are no order or before 1970, or the nonce is empty or cannot be written */
    public SignatureTerms {
        if (created.isBefore(Instant.EPOCH) || expires.isBefore(created)) {
            throw new IllegalArgumentException("expires before it is created, or created before 1970");
        }
        requireText(nonce, "nonce");
    }

    static void requireText(String text, String what) {
        if (text.isEmpty() || text.length() > ItemReader.MAX_TEXT || !Grammar.isPrintable(text)) {
            throw new IllegalArgumentException(
                    what + " must be 1 to " + ItemReader.MAX_TEXT + " characters of printable ASCII");
        }
    }

    /** Without the nonce. */
    @Override
    public String toString() {
        return "SignatureTerms[" + created + ", " + expires + "]";
    }
}
