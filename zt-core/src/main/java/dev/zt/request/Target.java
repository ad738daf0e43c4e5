package dev.zt.request;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one reading of a request's path: decoded segments, where no other component could read them differently.
 *
 * <p>Refused: dot segments, empty segments, {@code ;}, backslashes, an encoded slash, backslash, dot, percent or
 * semicolon, control characters, incomplete escapes, text that is not UTF-8, fragments, and a path that does not
 * start with a slash (reference: Servlet 6.0 §3.5.3). A trailing slash is an empty last segment and kept as such, so
 * {@code /a} and {@code /a/} differ. Immutable.
 */
public final class Target {
    /** The longest path as sent, in characters. */
    public static final int MAX_LENGTH = 4096;

    private static final int MAX_SEGMENTS = 128;

    private final String raw;
    private final List<String> segments;

    private Target(String raw, List<String> segments) {
        this.raw = raw;
        this.segments = segments;
    }

    /** Reads a path as sent, without query; empty if it can be read in more than one way. */
    public static Optional<Target> parse(String rawPath) {
        if (rawPath.isEmpty() || rawPath.length() > MAX_LENGTH || rawPath.charAt(0) != '/') {
            return Optional.empty();
        }
        int count = segmentsOf(rawPath);
        if (count > MAX_SEGMENTS) {
            return Optional.empty();
        }
        String[] segments = new String[count];
        int start = 1;
        for (int i = 0; i < count; i++) {
            boolean last = i == count - 1;
            int end = last ? rawPath.length() : rawPath.indexOf('/', start);
            String segment = decode(rawPath, start, end);
            if (segment == null || !isPlain(segment, last)) {
                return Optional.empty();
            }
            segments[i] = segment;
            start = end + 1;
        }
        return Optional.of(new Target(rawPath, List.of(segments)));
    }

    private static int segmentsOf(String rawPath) {
        int count = 0;
        for (int i = 0; i < rawPath.length(); i++) {
            count += rawPath.charAt(i) == '/' ? 1 : 0;
        }
        return count;
    }

    // An empty segment is only the trailing slash's, or the root's.
    private static boolean isPlain(String segment, boolean last) {
        return !segment.equals(".") && !segment.equals("..") && (last || !segment.isEmpty());
    }

    private static @Nullable String decode(String raw, int start, int end) {
        boolean escaped = false;
        for (int i = start; i < end; i++) {
            char c = raw.charAt(i);
            if (c <= 0x20 || c >= 0x7F || c == ';' || c == '\\' || c == '?' || c == '#') {
                return null;
            }
            escaped |= c == '%';
        }
        return escaped ? decodeEscapes(raw, start, end) : raw.substring(start, end);
    }

    private static @Nullable String decodeEscapes(String raw, int start, int end) {
        ByteBuffer bytes = ByteBuffer.allocate(end - start);
        for (int i = start; i < end; i++) {
            int octet = raw.charAt(i);
            if (octet == '%') {
                octet = i + 2 < end ? hex(raw.charAt(i + 1), raw.charAt(i + 2)) : -1;
                i += 2;
                if (isDangerous(octet)) {
                    return null;
                }
            }
            bytes.put((byte) octet);
        }
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
            return text.chars().anyMatch(Target::breaksLines) ? null : text;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    // What another component might decode once more, cut at, or fold away.
    private static boolean isDangerous(int octet) {
        return octet < 0x20
                || octet == 0x7F
                || octet == '/'
                || octet == '\\'
                || octet == '.'
                || octet == '%'
                || octet == ';';
    }

    private static boolean breaksLines(int c) {
        return (c >= 0x80 && c <= 0x9F) || c == 0x2028 || c == 0x2029 || c == 0xFEFF || c == 0xFFFD;
    }

    private static int hex(char high, char low) {
        return HexFormat.isHexDigit(high) && HexFormat.isHexDigit(low)
                ? HexFormat.fromHexDigit(high) << 4 | HexFormat.fromHexDigit(low)
                : -1;
    }

    /** The path as sent. */
    public String raw() {
        return raw;
    }

    /** The decoded segments; the root is one empty segment, and a trailing slash adds an empty one. */
    public List<String> segments() {
        return segments;
    }

    /** The decoded path. */
    public String decoded() {
        return "/" + String.join("/", segments);
    }

    /** The rest of this target below a prefix of whole decoded segments, such as a context path; empty if it is not below. */
    public Optional<Target> below(String decodedPrefix) {
        if (decodedPrefix.isEmpty()) {
            return Optional.of(this);
        }
        int depth = (int) decodedPrefix.chars().filter(c -> c == '/').count();
        if (segments.size() <= depth || !("/" + String.join("/", segments.subList(0, depth))).equals(decodedPrefix)) {
            return Optional.empty();
        }
        return Optional.of(new Target(raw, segments.subList(depth, segments.size())));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Target that && segments.equals(that.segments);
    }

    @Override
    public int hashCode() {
        return segments.hashCode();
    }

    /** The decoded path; may hold any character that is no control, so escape it before it goes into a log. */
    @Override
    public String toString() {
        return decoded();
    }
}
