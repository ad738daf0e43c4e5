package dev.zt.request;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Network addresses by prefix, such as {@code 10.0.0.0/8}, {@code 192.0.2.7} or {@code fd00::/8} (RFC 4632, RFC 4291
 * §2.3). No name is ever looked up. Immutable.
 */
public final class AddressRanges {
    private static final AddressRanges NONE = new AddressRanges(List.of(), List.of());
    private static final int MAX_LENGTH = 64;

    private final List<String> texts;
    private final List<AddressRange> ranges;

    private AddressRanges(List<String> texts, List<AddressRange> ranges) {
        this.texts = texts;
        this.ranges = ranges;
    }

    /** No address at all. */
    public static AddressRanges none() {
        return NONE;
    }

    /**
     * Reads ranges.
     *
     * @throws IllegalArgumentException if one is no literal address with an optional prefix length, has a bit set behind its
     *     prefix, or holds every address there is
     */
    public static AddressRanges of(List<String> texts) {
        List<AddressRange> ranges = new ArrayList<>();
        for (String text : texts) {
            ranges.add(range(text));
        }
        return new AddressRanges(List.copyOf(texts), List.copyOf(ranges));
    }

    private static AddressRange range(String text) {
        int slash = text.indexOf('/');
        byte[] address = literal(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            throw new IllegalArgumentException("'" + text + "' is no literal address, such as 10.0.0.0/8 or fd00::/8");
        }
        int most = address.length * 8;
        int bits = slash < 0 ? most : length(text.substring(slash + 1), most, text);
        for (int bit = bits; bit < most; bit++) {
            if ((address[bit / 8] >> (7 - bit % 8) & 1) != 0) {
                throw new IllegalArgumentException(
                        "'" + text + "' has a bit set behind its prefix of " + bits + " bits");
            }
        }
        return new AddressRange(address, bits);
    }

    private static int length(String digits, int most, String text) {
        boolean plain =
                digits.length() <= 3 && !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int bits = plain ? Integer.parseInt(digits) : -1;
        if (bits < 1 || bits > most) {
            throw new IllegalArgumentException("the prefix of '" + text + "' must have 1 to " + most + " bits");
        }
        return bits;
    }

    /** Whether a literal address lies in one of the ranges; false for whatever is no literal address. */
    public boolean contains(String address) {
        byte[] bytes = ranges.isEmpty() ? null : literal(address);
        if (bytes == null) {
            return false;
        }
        for (AddressRange range : ranges) {
            if (range.contains(bytes)) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    // Checked before it is handed to InetAddress, which would look up what is a name.
    private static byte @Nullable [] literal(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String bare = bracketed ? text.substring(1, text.length() - 1) : text;
        boolean six = bare.indexOf(':') >= 0;
        if (bare.isEmpty() || bare.length() > MAX_LENGTH || (six ? !isHex(bare) : bracketed || !isQuad(bare))) {
            return null;
        }
        try {
            return InetAddress.getByName(bare).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static boolean isHex(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            digits = c == ':' ? 0 : digits + 1;
            if (digits > 4 || (c != ':' && (c >= 0x80 || Character.digit(c, 16) < 0))) {
                return false;
            }
        }
        return true;
    }

    // A leading zero is octal to some readers.
    private static boolean isQuad(String text) {
        String[] octets = text.split("\\.", -1);
        for (String octet : octets) {
            boolean digits =
                    !octet.isEmpty() && octet.length() <= 3 && octet.chars().allMatch(c -> c >= '0' && c <= '9');
            if (!digits || (octet.length() > 1 && octet.charAt(0) == '0') || Integer.parseInt(octet) > 255) {
                return false;
            }
        }
        return octets.length == 4;
    }

    /** The ranges as they were written. */
    @Override
    public String toString() {
        return texts.toString();
    }
}
