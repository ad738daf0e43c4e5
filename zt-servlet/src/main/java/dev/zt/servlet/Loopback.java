package dev.zt.servlet;

import org.jspecify.annotations.Nullable;

/** Tells literal loopback addresses from all others, without asking a name service. */
final class Loopback {
    private static final int GROUPS = 8;

    private Loopback() {}

    /** Whether a text is an address of 127.0.0.0/8, or ::1 in any spelling. */
    static boolean isLiteral(@Nullable String address) {
        // As containers print them, and so on the path of every plain request.
        if ("127.0.0.1".equals(address) || "0:0:0:0:0:0:0:1".equals(address)) {
            return true;
        }
        if (address == null || address.isEmpty() || address.length() > 64) {
            return false;
        }
        boolean bracketed = address.startsWith("[") && address.endsWith("]");
        String bare = bracketed ? address.substring(1, address.length() - 1) : address;
        return bare.indexOf(':') < 0 ? !bracketed && isV4(bare) : isV6(bare);
    }

    private static boolean isV4(String address) {
        String[] octets = address.split("\\.", -1);
        if (octets.length != 4 || !octets[0].equals("127")) {
            return false;
        }
        for (String octet : octets) {
            boolean digits =
                    !octet.isEmpty() && octet.length() <= 3 && octet.chars().allMatch(c -> c >= '0' && c <= '9');
            // A leading zero is octal to some readers.
            if (!digits || (octet.length() > 1 && octet.charAt(0) == '0') || Integer.parseInt(octet) > 255) {
                return false;
            }
        }
        return true;
    }

    // Only zeros before a last group of one, so it does not matter how many of them "::" stands for.
    private static boolean isV6(String address) {
        int gap = address.indexOf("::");
        if (gap != address.lastIndexOf("::")) {
            return false;
        }
        int groups = 0;
        String[] parts = (gap == 0 ? address.substring(1) : address).split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            if (parts[i].isEmpty()) {
                if (gap < 0 || last) {
                    return false;
                }
            } else if (!isGroup(parts[i], last ? 1 : 0)) {
                return false;
            } else {
                groups++;
            }
        }
        return gap < 0 ? groups == GROUPS : groups < GROUPS;
    }

    private static boolean isGroup(String hex, int value) {
        return hex.length() <= 4
                && hex.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80)
                && Integer.parseInt(hex, 16) == value;
    }
}
