package dev.zt.verify;

import dev.zt.message.BodyDigest;
import dev.zt.message.ContentDigest;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Compares a body that comes in parts with what was signed. For one body and one thread at a time; keeps none of it. */
public final class BodyComparison {
    private final @Nullable BodyDigest digest;
    private boolean begun;

    BodyComparison(@Nullable ContentDigest signed) {
        this.digest = signed == null ? null : signed.begin();
    }

    /** Compares with nothing, for answers that have no content whatever they say. */
    public static BodyComparison withNothing() {
        return new BodyComparison(null);
    }

    /** Takes in the next part, and leaves its position where it is. */
    public void add(ByteBuffer part) {
        begun |= part.hasRemaining();
        if (digest != null) {
            digest.update(part);
        }
    }

    /**
     * Ends the body: whether it is the one that was signed, or empty if none was.
     *
     * @throws IllegalStateException if it was asked before and there is a digest
     */
    public boolean matches() {
        return digest == null ? !begun : digest.matches();
    }

    @Override
    public String toString() {
        return "BodyComparison";
    }
}
