package dev.zt.verify;

import dev.zt.message.ContentDigest;
import dev.zt.message.UnannouncedBody;
import dev.zt.message.VerifyingInputStream;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** What the body of a signed request has to be: that of the digest that was signed, or empty if none was. Immutable. */
public final class SignedBody {
    private final @Nullable ContentDigest digest;

    private SignedBody(@Nullable ContentDigest digest) {
        this.digest = digest;
    }

    /** The body of a message whose {@code Content-Digest} was read: empty where there is none that could be believed. */
    static SignedBody of(ContentDigest.Reading digest) {
        return new SignedBody(digest instanceof ContentDigest.Reading.Stated stated ? stated.digest() : null);
    }

    /**
     * The body, compared while it is read: the last 8,192 bytes, or all of a shorter one, are handed out after the whole
     * was found right. Of a wrong one reading throws {@link java.io.IOException} instead; what was read before must not be
     * used then. For one thread at a time.
     *
     * @param body the body from its first byte on; closed with the result
     */
    public InputStream checked(InputStream body) {
        return digest == null ? new UnannouncedBody(body) : new VerifyingInputStream(body, digest.begin());
    }

    /** Begins to compare the body where it comes in parts. Nobody should be given the last part before the end is right. */
    public BodyComparison comparison() {
        return new BodyComparison(digest);
    }

    @Override
    public String toString() {
        return digest == null ? "SignedBody[empty]" : "SignedBody[" + digest + "]";
    }
}
