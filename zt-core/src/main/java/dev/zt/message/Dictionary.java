package dev.zt.message;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a field that is a Dictionary (RFC 9651 §4.2.2). Stricter than the RFC: a key stands once, where the last one
 * would count; every line of the field is a dictionary of its own, so that no value reaches over two; each member
 * has a value.
 */
final class Dictionary {
    /** The longest field, all lines together. */
    static final int MAX_LENGTH = 8192;

    static final int MAX_MEMBERS = 8;

    private Dictionary() {}

    /** Reads the value of a member and stops behind it; null if it is not one. */
    @FunctionalInterface
    interface MemberReader<T> {
        @Nullable
        T read(String key, Cursor cursor);
    }

    static boolean isTooLong(List<String> lines) {
        return isLonger(lines, MAX_LENGTH);
    }

    static boolean isLonger(List<String> lines, int most) {
        long length = 0;
        for (String line : lines) {
            length += line.length();
        }
        return length > most;
    }

    /** The members in order; null if the lines, already known to be short enough, are no such dictionary. */
    static <T> @Nullable Map<String, T> read(List<String> lines, MemberReader<T> reader) {
        Map<String, T> members = new LinkedHashMap<>();
        for (String line : lines) {
            if (!readLine(line, reader, members)) {
                return null;
            }
        }
        return members;
    }

    private static <T> boolean readLine(String line, MemberReader<T> reader, Map<String, T> members) {
        Cursor cursor = new Cursor(line);
        cursor.skipSpaces();
        while (true) {
            String key = ItemReader.key(cursor);
            if (key == null || members.containsKey(key) || members.size() == MAX_MEMBERS || !cursor.take('=')) {
                return false;
            }
            T member = reader.read(key, cursor);
            if (member == null) {
                return false;
            }
            members.put(key, member);
            cursor.skipBlanks();
            if (cursor.isAtEnd()) {
                return true;
            }
            if (!cursor.take(',')) {
                return false;
            }
            cursor.skipBlanks();
        }
    }
}
