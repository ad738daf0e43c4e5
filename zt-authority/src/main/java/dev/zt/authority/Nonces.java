package dev.zt.authority;

import dev.zt.jose.Base64Url;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Nonces that nobody needs to remember: the time and random bytes under a MAC of this process. One is good for 60
 * seconds; what is asked for with it can be asked for again with the same keys only, so it need not be single use.
 */
final class Nonces {
    private static final Duration LIFE = Duration.ofSeconds(60);
    private static final int RANDOM_BYTES = 16;
    private static final int BODY_BYTES = Long.BYTES + RANDOM_BYTES;
    private static final int MAC_BYTES = 32;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;

    Nonces(InstantSource clock) {
        byte[] secret = new byte[MAC_BYTES];
        random.nextBytes(secret);
        this.key = new SecretKeySpec(secret, "HmacSHA256");
        this.clock = clock;
    }

    String next() {
        byte[] fresh = new byte[RANDOM_BYTES];
        random.nextBytes(fresh);
        byte[] body = ByteBuffer.allocate(BODY_BYTES)
                .putLong(clock.instant().toEpochMilli())
                .put(fresh)
                .array();
        return Base64Url.encode(ByteBuffer.allocate(BODY_BYTES + MAC_BYTES)
                .put(body)
                .put(mac(body))
                .array());
    }

    boolean isFresh(String nonce) {
        byte[] bytes = nonce.length() > 128 ? null : Base64Url.decode(nonce);
        if (bytes == null || bytes.length != BODY_BYTES + MAC_BYTES) {
            return false;
        }
        byte[] body = java.util.Arrays.copyOf(bytes, BODY_BYTES);
        byte[] mac = java.util.Arrays.copyOfRange(bytes, BODY_BYTES, bytes.length);
        Instant made = Instant.ofEpochMilli(ByteBuffer.wrap(body).getLong());
        Instant now = clock.instant();
        return MessageDigest.isEqual(mac, mac(body)) && !now.isBefore(made) && now.isBefore(made.plus(LIFE));
    }

    private byte[] mac(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
