package dev.zt.outbound;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code WWW-Authenticate} (RFC 9110 §11.6.1): several fields, several challenges in one, quoted strings with
 * commas in them. What cannot be read ends the reading of its field; the challenges before it count.
 */
final class Challenges {
    private static final int MAX_LENGTH = 8 << 10;
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
    private static final String TOKEN68_MARKS = "-._~+/";

    private final String text;
    private final List<Challenge> found = new ArrayList<>();
    private int at;

    /** One of them; names of parameters are in lower case, and the first of a name counts. */
    record Challenge(String scheme, Map<String, String> parameters) {
        boolean is(String name) {
            return scheme.equalsIgnoreCase(name);
        }

        /** Whether it says what was wrong, in this word. */
        boolean isError(String code) {
            return code.equals(parameters.get("error"));
        }
    }

    private Challenges(String text) {
        this.text = text;
    }

    static List<Challenge> read(List<String> fields) {
        return fields.stream()
                .filter(field -> field.length() <= MAX_LENGTH)
                .flatMap(field -> new Challenges(field).read().stream())
                .toList();
    }

    private List<Challenge> read() {
        boolean readable = true;
        while (readable && at < text.length()) {
            skip(" \t,");
            String name = run(TOKEN_MARKS);
            int after = at;
            skip(" \t");
            if (name.isEmpty()) {
                readable = false;
            } else if (peek() == '=' && !found.isEmpty()) {
                readable = parameter(name);
            } else {
                at = after;
                readable = challenge(name);
            }
        }
        return found;
    }

    private boolean challenge(String scheme) {
        found.add(new Challenge(scheme, new LinkedHashMap<>()));
        if (peek() != ' ') {
            return at == text.length() || peek() == ',';
        }
        skip(" ");
        int start = at;
        run(TOKEN68_MARKS);
        skip("=");
        skip(" \t");
        // A token68 stands alone; anything else behind a scheme is its first parameter.
        if (at < text.length() && peek() != ',') {
            at = start;
            return parameter(run(TOKEN_MARKS));
        }
        return true;
    }

    private boolean parameter(String name) {
        skip(" \t");
        if (name.isEmpty() || peek() != '=') {
            return false;
        }
        at++;
        skip(" \t");
        Optional<String> value = peek() == '"' ? quoted() : Optional.of(run(TOKEN_MARKS));
        value.ifPresent(
                read -> found.get(found.size() - 1).parameters().putIfAbsent(name.toLowerCase(Locale.ROOT), read));
        skip(" \t");
        return value.isPresent() && (at == text.length() || peek() == ',');
    }

    private Optional<String> quoted() {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return Optional.of(value.toString());
            }
            if (c == '\\' && ++at == text.length()) {
                break;
            }
            value.append(text.charAt(at));
        }
        return Optional.empty();
    }

    private String run(String marks) {
        int start = at;
        while (at < text.length() && (isLetterOrDigit(peek()) || marks.indexOf(peek()) >= 0)) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private void skip(String characters) {
        while (at < text.length() && characters.indexOf(peek()) >= 0) {
            at++;
        }
    }

    /** The next character; NUL at the end, which no rule names. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }
}
