package dev.zt.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A JSON object put together member by member, so that a test can spoil exactly one. Immutable. */
final class Claims {
    private final Map<String, String> members;

    private Claims(Map<String, String> members) {
        this.members = members;
    }

    static Claims none() {
        return new Claims(Map.of());
    }

    Claims text(String name, String value) {
        return raw(name, "\"" + value + "\"");
    }

    Claims number(String name, long value) {
        return raw(name, Long.toString(value));
    }

    /** A member whose value is given as JSON. */
    Claims raw(String name, String json) {
        Map<String, String> more = new LinkedHashMap<>(members);
        more.put(name, json);
        return new Claims(more);
    }

    Claims without(String name) {
        Map<String, String> fewer = new LinkedHashMap<>(members);
        fewer.remove(name);
        return new Claims(fewer);
    }

    /** The object as JSON text. */
    String json() {
        return members.entrySet().stream()
                .map(member -> "\"" + member.getKey() + "\":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
