package dev.zt.jose;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Writes the textual encoding of keys and certificates (RFC 7468 §2). Stateless. */
public final class Pem {
    private static final int LINE = 64;

    private Pem() {}

    /** One block, with a line end behind it, so that blocks can follow one another. */
    public static String block(String label, byte[] der) {
        Base64.Encoder lines = Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN " + label + "-----\n" + lines.encodeToString(der) + "\n-----END " + label + "-----\n";
    }
}
