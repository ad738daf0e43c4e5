package dev.zt.jose;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One pass over JSON in UTF-8 (RFC 8259): checks all of its grammar and the limits that {@link Json} names, and notes where
 * things stand, without making anything of them. For one text and one thread.
 */
final class JsonScanner {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_NAME = 256;
    private static final int MAX_NUMBER = 64;
    private static final int MAX_DIGITS = 18;
    private static final int USUAL_MEMBER = 40;
    private static final int LEAST_MEMBERS = 3;
    // As many names, if none of them has other spellings, are compared each with each; beyond, that would take an
    // attacker's square.
    private static final int FEW = 24;

    private final byte[] utf8;
    private final int end;
    private final JsonMembers members;
    private int at;
    // The value that was read last; of a text what stands between the quotation marks.
    private JsonKind kind = JsonKind.NULL;
    private int from;
    private int to;
    private boolean plain;

    private JsonScanner(byte[] utf8, int from, int to) {
        this.utf8 = utf8;
        this.at = from;
        this.end = to;
        this.members = new JsonMembers(utf8, Math.min(FEW, (to - from) / USUAL_MEMBER + LEAST_MEMBERS));
    }

    /** The object that begins at a place and ends before another, but for blanks; null for anything else. */
    static @Nullable JsonObject object(byte[] utf8, int from, int to) {
        JsonScanner scanner = new JsonScanner(utf8, from, to);
        if (!scanner.takes('{') || !scanner.members(1)) {
            return null;
        }
        scanner.skipBlanks();
        return scanner.at == to ? new JsonObject(utf8, scanner.members) : null;
    }

    /** The elements of an array that was found sound. */
    static List<Object> elements(byte[] utf8, int from, int to) {
        JsonScanner scanner = new JsonScanner(utf8, from + 1, to);
        List<Object> elements = new ArrayList<>();
        scanner.skipBlanks();
        while (!scanner.takes(']')) {
            scanner.takes(',');
            scanner.skipBlanks();
            if (!scanner.value(1)) {
                throw new IllegalStateException("the text of an array was changed");
            }
            elements.add(JsonValue.of(utf8, scanner.kind, scanner.from, scanner.to, scanner.plain));
            scanner.skipBlanks();
        }
        return Collections.unmodifiableList(elements);
    }

    // Behind the brace.
    private boolean members(int depth) {
        int first = members.size();
        Set<String> many = null;
        skipBlanks();
        if (takes('}')) {
            return true;
        }
        do {
            skipBlanks();
            if (!takes('"') || !text() || to - from > MAX_NAME) {
                return false;
            }
            int nameFrom = from;
            int nameTo = to;
            boolean namePlain = plain;
            if (many == null && (!plain || members.size() - first == FEW)) {
                many = members.names(first);
            }
            boolean repeated =
                    many == null ? members.holds(first, from, to) : !many.add(JsonValue.text(utf8, from, to, plain));
            skipBlanks();
            if (repeated || !takes(':')) {
                return false;
            }
            skipBlanks();
            if (!value(depth)) {
                return false;
            }
            members.add(nameFrom, nameTo, namePlain, kind, from, to, plain);
            skipBlanks();
        } while (takes(','));
        return takes('}');
    }

    // Behind the bracket.
    private boolean elements(int depth) {
        skipBlanks();
        if (takes(']')) {
            return true;
        }
        do {
            skipBlanks();
            if (!value(depth)) {
                return false;
            }
            skipBlanks();
        } while (takes(','));
        return takes(']');
    }

    private boolean value(int depth) {
        if (at == end) {
            return false;
        }
        return switch (utf8[at]) {
            case '"' -> string();
            case '{', '[' -> depth < MAX_DEPTH && nested(depth + 1);
            case 't' -> word("true", JsonKind.TRUE);
            case 'f' -> word("false", JsonKind.FALSE);
            case 'n' -> word("null", JsonKind.NULL);
            default -> number();
        };
    }

    private boolean string() {
        at++;
        kind = JsonKind.STRING;
        return text();
    }

    private boolean nested(int depth) {
        int begin = at;
        int outside = members.size();
        boolean object = utf8[at++] == '{';
        boolean sound = object ? members(depth) : elements(depth);
        members.keep(outside);
        kind = object ? JsonKind.OBJECT : JsonKind.ARRAY;
        from = begin;
        to = at;
        return sound;
    }

    // Behind the quotation mark.
    private boolean text() {
        int next = at;
        from = next;
        plain = true;
        while (next < end) {
            byte octet = utf8[next];
            if (isOrdinary(octet)) {
                next++;
            } else if (octet == '"') {
                to = next;
                at = next + 1;
                return true;
            } else {
                plain = false;
                int length = octet < 0 ? Utf8.sequence(utf8, next, end) : JsonEscape.length(utf8, next, end);
                if (length == 0) {
                    return false;
                }
                next += length;
            }
        }
        return false;
    }

    private static boolean isOrdinary(byte octet) {
        return octet >= ' ' && octet != '"' && octet != '\\';
    }

    private boolean word(String word, JsonKind read) {
        kind = read;
        for (int i = 0; i < word.length(); i++) {
            if (!takes(word.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean number() {
        from = at;
        takes('-');
        if (!takes('0') && !digits()) {
            return false;
        }
        boolean whole = !takes('.');
        if (!whole && !digits()) {
            return false;
        }
        if (takes('e') || takes('E')) {
            whole = false;
            if (!takes('+')) {
                takes('-');
            }
            if (!digits()) {
                return false;
            }
        }
        to = at;
        kind = whole && to - from <= MAX_DIGITS ? JsonKind.WHOLE_NUMBER : JsonKind.OTHER_NUMBER;
        return to - from <= MAX_NUMBER;
    }

    // At least one.
    private boolean digits() {
        int next = at;
        while (next < end && utf8[next] >= '0' && utf8[next] <= '9') {
            next++;
        }
        boolean some = next > at;
        at = next;
        return some;
    }

    private boolean takes(char c) {
        boolean there = at < end && utf8[at] == c;
        at += there ? 1 : 0;
        return there;
    }

    private void skipBlanks() {
        while (at < end && (utf8[at] == ' ' || utf8[at] == '\n' || utf8[at] == '\r' || utf8[at] == '\t')) {
            at++;
        }
    }
}
