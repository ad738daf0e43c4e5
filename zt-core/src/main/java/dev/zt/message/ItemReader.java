package dev.zt.message;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the parts that dictionaries are made of (RFC 9651 §4.2.3 to §4.2.7). Every method answers null for what it is not. */
final class ItemReader {
    /** The longest key of a member or parameter. */
    static final int MAX_KEY = 64;

    /** The longest String or Token. */
    static final int MAX_TEXT = 2048;

    static final int MAX_PARAMETERS = 16;

    private static final int MAX_DIGITS = 15;

    private ItemReader() {}

    static @Nullable String key(Cursor cursor) {
        if (!Grammar.startsKey(cursor.peek())) {
            return null;
        }
        int start = cursor.place();
        while (Grammar.continuesKey(cursor.peek())) {
            cursor.next();
        }
        return cursor.place() - start > MAX_KEY ? null : cursor.since(start);
    }

    // RFC 9651 §4.2.3.2 lets the last of two parameters of one name count. Refused here: two readers could differ.
    static @Nullable Parameters parameters(Cursor cursor) {
        if (cursor.peek() != ';') {
            return Parameters.NONE;
        }
        Map<String, BareItem> read = new LinkedHashMap<>();
        while (cursor.take(';')) {
            cursor.skipSpaces();
            String key = key(cursor);
            if (key == null || read.size() == MAX_PARAMETERS) {
                return null;
            }
            BareItem value = cursor.take('=') ? bareItem(cursor) : new BareItem.Flag(true);
            if (value == null || read.putIfAbsent(key, value) != null) {
                return null;
            }
        }
        return new Parameters(read);
    }

    static @Nullable BareItem bareItem(Cursor cursor) {
        int first = cursor.peek();
        if (first == '"') {
            String text = string(cursor);
            return text == null ? null : new BareItem.Text(text);
        }
        if (first == ':') {
            byte[] bytes = bytes(cursor);
            return bytes == null ? null : BareItem.Binary.of(bytes);
        }
        if (first == '?') {
            return flag(cursor);
        }
        return first == '-' || Grammar.isDigit(first) ? whole(cursor) : token(cursor);
    }

    static @Nullable String string(Cursor cursor) {
        if (!cursor.take('"')) {
            return null;
        }
        int start = cursor.place();
        while (Grammar.isUnescaped(cursor.peek())) {
            cursor.next();
        }
        String plain = cursor.since(start);
        if (plain.length() > MAX_TEXT) {
            return null;
        }
        return cursor.take('"') ? plain : escaped(cursor, new StringBuilder(plain));
    }

    private static @Nullable String escaped(Cursor cursor, StringBuilder text) {
        while (!cursor.take('"')) {
            boolean escaped = cursor.take('\\');
            int c = cursor.next();
            if (c < 0x20 || c > 0x7E || (escaped && c != '"' && c != '\\') || text.length() == MAX_TEXT) {
                return null;
            }
            text.append((char) c);
        }
        return text.toString();
    }

    static byte @Nullable [] bytes(Cursor cursor) {
        if (!cursor.take(':')) {
            return null;
        }
        int start = cursor.place();
        while (cursor.peek() != ':') {
            if (cursor.next() == Cursor.END) {
                return null;
            }
        }
        String base64 = cursor.since(start);
        cursor.next();
        return Grammar.decodeBase64(base64);
    }

    private static BareItem.@Nullable Flag flag(Cursor cursor) {
        cursor.next();
        if (cursor.take('1')) {
            return new BareItem.Flag(true);
        }
        return cursor.take('0') ? new BareItem.Flag(false) : null;
    }

    // A decimal stops at its point, which nothing that may follow an Integer begins with.
    private static BareItem.@Nullable Whole whole(Cursor cursor) {
        boolean negative = cursor.take('-');
        int start = cursor.place();
        long value = 0;
        while (Grammar.isDigit(cursor.peek())) {
            if (cursor.place() - start == MAX_DIGITS) {
                return null;
            }
            value = value * 10 + (cursor.next() - '0');
        }
        return cursor.place() == start ? null : new BareItem.Whole(negative ? -value : value);
    }

    private static BareItem.@Nullable Token token(Cursor cursor) {
        if (!Grammar.startsToken(cursor.peek())) {
            return null;
        }
        int start = cursor.place();
        while (Grammar.continuesToken(cursor.peek())) {
            cursor.next();
        }
        return cursor.place() - start > MAX_TEXT ? null : new BareItem.Token(cursor.since(start));
    }
}
