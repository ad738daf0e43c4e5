package dev.zt.jose;

import java.security.spec.KeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/** A point on Ed25519 (RFC 8037 §2). */
final class EdPublic implements PublicMaterial {
    static final int KEY_BYTES = 32;
    private static final int SIGNATURE_BYTES = 64;

    // L, the order of the base point (RFC 8032 §5.1), its last byte first as in a signature's.
    private static final byte[] ORDER =
            HexFormat.of().parseHex("1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed");

    // A SubjectPublicKeyInfo up to its key: SEQUENCE { SEQUENCE { id-Ed25519 } BIT STRING }.
    private static final byte[] BEFORE_KEY = HexFormat.of().parseHex("302a300506032b6570032100");

    private final byte[] point;

    private EdPublic(byte[] point) {
        this.point = point;
    }

    static @Nullable EdPublic read(JsonObject jwk) {
        byte[] x = UnsignedIntegers.fixed(jwk, "x", KEY_BYTES);
        boolean named = jwk.string("crv").filter("Ed25519"::equals).isPresent();
        return x == null || !named ? null : of(x);
    }

    /**
     * The point of this encoding; null if it is not on the curve, is not spelt canonically or has a small order: a key
     * of small order lets one signature stand for many messages.
     */
    static @Nullable EdPublic of(byte[] point) {
        boolean sound = point.length == KEY_BYTES && Ed25519.validatePublicKeyPartial(point, 0);
        return sound ? new EdPublic(point.clone()) : null;
    }

    Ed25519PublicKeyParameters bouncyCastleKey() {
        return new Ed25519PublicKeyParameters(point, 0);
    }

    @Override
    public Map<String, String> members() {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("crv", "Ed25519");
        members.put("kty", "OKP");
        members.put("x", Base64Url.encode(point));
        return members;
    }

    // RFC 8410 §4. The platform has a specification of its own for such keys, which not all providers know.
    @Override
    public KeySpec keySpec() {
        byte[] encoded = Arrays.copyOf(BEFORE_KEY, BEFORE_KEY.length + KEY_BYTES);
        System.arraycopy(point, 0, encoded, BEFORE_KEY.length, KEY_BYTES);
        return new X509EncodedKeySpec(encoded);
    }

    // RFC 8032 §5.1.7: S lies in 0 to L-1, or a signature would have a second spelling.
    @Override
    public boolean isWellFormed(byte[] signature) {
        if (signature.length != SIGNATURE_BYTES) {
            return false;
        }
        for (int i = 0; i < KEY_BYTES; i++) {
            int digit = signature[SIGNATURE_BYTES - 1 - i] & 0xFF;
            int limit = ORDER[i] & 0xFF;
            if (digit != limit) {
                return digit < limit;
            }
        }
        return false;
    }
}
