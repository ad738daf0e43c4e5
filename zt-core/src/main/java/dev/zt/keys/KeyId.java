package dev.zt.keys;

/** What the name of a key ({@code kid}, RFC 7515 §4.1.4) may look like to be worth a look. */
final class KeyId {
    private static final int MAX_LENGTH = 256;

    private KeyId() {}

    /** Whether it is 1 to 256 characters of printable ASCII. */
    static boolean isPlain(String keyId) {
        return !keyId.isEmpty() && keyId.length() <= MAX_LENGTH && keyId.chars().allMatch(c -> c >= 0x20 && c < 0x7F);
    }
}
