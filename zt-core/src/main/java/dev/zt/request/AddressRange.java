package dev.zt.request;

/** All addresses that share some leading bits. Immutable. */
final class AddressRange {
    private final byte[] address;
    private final int bits;

    AddressRange(byte[] address, int bits) {
        this.address = address;
        this.bits = bits;
    }

    boolean contains(byte[] other) {
        if (other.length != address.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (other[i] != address[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        return rest == 0 || ((other[whole] ^ address[whole]) & (0xFF << (8 - rest)) & 0xFF) == 0;
    }
}
