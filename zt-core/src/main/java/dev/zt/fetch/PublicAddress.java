package dev.zt.fetch;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * Tells addresses of the Internet from those of the own machine and network, and from those that are no machine's (IANA
 * special-purpose registries, RFC 6890).
 */
final class PublicAddress {
    private PublicAddress() {}

    static boolean is(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? isPublicV4(bytes) : isPublicV6(bytes);
    }

    private static boolean isPublicV4(byte[] address) {
        int a = address[0] & 0xFF;
        int b = address[1] & 0xFF;
        int c = address[2] & 0xFF;
        // This network, private (RFC 1918), loopback, multicast, reserved and broadcast.
        boolean special = a == 0 || a == 10 || a == 127 || a >= 224;
        special |= a == 172 && b >= 16 && b <= 31;
        special |= a == 192 && b == 168;
        // Link-local, where clouds keep the metadata of a machine; shared by carriers (RFC 6598).
        special |= a == 169 && b == 254;
        special |= a == 100 && b >= 64 && b <= 127;
        // Protocol assignments, the former 6to4 relays, benchmarks, documentation.
        special |= a == 192 && b == 0 && (c == 0 || c == 2);
        special |= a == 192 && b == 88 && c == 99;
        special |= a == 198 && (b == 18 || b == 19);
        special |= (a == 198 && b == 51 && c == 100) || (a == 203 && b == 0 && c == 113);
        return !special;
    }

    // Only global unicast, 2000::/3, is anybody's on the Internet: what lies outside is loopback, unspecified, unique
    // local, link-local, multicast, IPv4-mapped, IPv4-compatible or unassigned. NAT64 is the exception.
    private static boolean isPublicV6(byte[] address) {
        if (startsWith(address, 0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0)) {
            // NAT64 (RFC 6052): a gateway goes on to the IPv4 address at the end.
            return isPublicV4(Arrays.copyOfRange(address, 12, 16));
        }
        if (startsWith(address, 0x20, 0x02)) {
            // 6to4 (RFC 3056): the IPv4 address follows.
            return isPublicV4(Arrays.copyOfRange(address, 2, 6));
        }
        // 2001::/23 holds Teredo, ORCHID and other protocols, 2001:db8::/32 and 3fff::/20 documentation.
        boolean protocols = startsWith(address, 0x20, 0x01) && (address[2] & 0xFE) == 0;
        boolean documentation = startsWith(address, 0x20, 0x01, 0x0D, 0xB8)
                || (startsWith(address, 0x3F, 0xFF) && (address[2] & 0xF0) == 0);
        return (address[0] & 0xE0) == 0x20 && !protocols && !documentation;
    }

    private static boolean startsWith(byte[] address, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if ((address[i] & 0xFF) != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
