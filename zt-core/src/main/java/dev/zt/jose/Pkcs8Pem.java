package dev.zt.jose;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One unencrypted PKCS#8 private key as text (RFC 7468 §10). */
final class Pkcs8Pem {
    // Larger than any key that is accepted; keeps the pattern off texts of any length.
    private static final int MAX_LENGTH = 16 << 10;
    private static final Pattern BLOCK =
            Pattern.compile("\\s*-----BEGIN PRIVATE KEY-----\\s([A-Za-z0-9+/=\\s]++)-----END PRIVATE KEY-----\\s*");

    private Pkcs8Pem() {}

    /** The DER of the only block; empty for an encrypted key, the older forms, two blocks or anything around them. */
    static Optional<byte[]> decode(String pem) {
        Matcher block = BLOCK.matcher(pem);
        if (pem.length() > MAX_LENGTH || !block.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(block.group(1).replaceAll("\\s", "")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
