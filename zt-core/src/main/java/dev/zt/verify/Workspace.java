package dev.zt.verify;

import dev.zt.jose.CompactJws;
import dev.zt.jose.Sha256;
import dev.zt.request.PresentedToken;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Room for a token to be hashed and taken apart in. Room of its own would be most of what a token allocates. For one token
 * and one thread at a time.
 */
final class Workspace {
    private final MessageDigest sha256 = Sha256.begin();
    private final byte[] ascii;
    private final byte[] decoded;
    private int length;

    Workspace(int longest) {
        this.ascii = new byte[longest];
        this.decoded = new byte[longest];
    }

    /** Takes in a token. */
    void hold(PresentedToken token) {
        length = token.length();
        token.copyTo(ascii);
    }

    /** The SHA-256 of the token's text. */
    byte[] digest() {
        sha256.update(ascii, 0, length);
        return sha256.digest();
    }

    /** The token, to be used no longer than it is held; null if it is no compact JWS. */
    @Nullable
    CompactJws split() {
        return CompactJws.split(ascii, length, decoded);
    }

    /** Leaves nothing of the token. */
    void clear() {
        sha256.reset();
        Arrays.fill(ascii, 0, length, (byte) 0);
        Arrays.fill(decoded, 0, length, (byte) 0);
    }
}
