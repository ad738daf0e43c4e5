package dev.zt.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells literal loopback addresses from all others, without asking a name service. */
final class Loopback {
    private static final AddressRanges RANGES = AddressRanges.of(List.of("127.0.0.0/8", "::1"));

    private Loopback() {}

    /** Whether a text is an address of 127.0.0.0/8, or ::1 in any spelling. */
    static boolean isLiteral(@Nullable String address) {
        // As containers print them, and so on the path of every plain request.
        return "127.0.0.1".equals(address)
                || "0:0:0:0:0:0:0:1".equals(address)
                || (address != null && RANGES.contains(address));
    }
}
