package dev.zt.jose;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where members stand in the text of an object, without anything of the text. Not safe for concurrent use
 * while it is filled. */
final class JsonMembers {
    // Of each member: begin of the name, its length with three smaller things below it, begin and end of the value.
    private static final int STRIDE = 4;
    // So many names are looked through one by one; among more, whoever asks for each would take the square.
    private static final int MANY = 64;
    private static final int NAME_PLAIN = 1;
    private static final int VALUE_PLAIN = 2;
    private static final int KIND_SHIFT = 2;
    private static final int LENGTH_SHIFT = KIND_SHIFT + JsonKind.BITS;

    private final byte[] utf8;
    private int[] places;
    private int size;
    private @Nullable Map<String, Integer> index;

    /** Of none yet, with room for so many at first, at least one. */
    JsonMembers(byte[] utf8, int expected) {
        this.utf8 = utf8;
        this.places = new int[expected * STRIDE];
    }

    int size() {
        return size;
    }

    void add(int nameFrom, int nameTo, boolean namePlain, JsonKind kind, int from, int to, boolean plain) {
        int at = size * STRIDE;
        if (at == places.length) {
            places = Arrays.copyOf(places, 2 * at);
        }
        places[at] = nameFrom;
        places[at + 1] = (nameTo - nameFrom) << LENGTH_SHIFT
                | kind.code() << KIND_SHIFT
                | (plain ? VALUE_PLAIN : 0)
                | (namePlain ? NAME_PLAIN : 0);
        places[at + 2] = from;
        places[at + 3] = to;
        size++;
    }

    /** Forgets all but the first so many. */
    void keep(int count) {
        size = count;
    }

    JsonKind kind(int member) {
        return JsonKind.ofCode(places[member * STRIDE + 1] >> KIND_SHIFT);
    }

    int from(int member) {
        return places[member * STRIDE + 2];
    }

    int to(int member) {
        return places[member * STRIDE + 3];
    }

    boolean isPlain(int member) {
        return (places[member * STRIDE + 1] & VALUE_PLAIN) != 0;
    }

    private boolean isNamePlain(int member) {
        return (places[member * STRIDE + 1] & NAME_PLAIN) != 0;
    }

    private int nameLength(int member) {
        return places[member * STRIDE + 1] >> LENGTH_SHIFT;
    }

    String name(int member) {
        int from = places[member * STRIDE];
        return JsonValue.text(utf8, from, from + nameLength(member), isNamePlain(member));
    }

    /** The names from a member on. */
    Set<String> names(int first) {
        Set<String> names = new LinkedHashSet<>();
        for (int member = first; member < size; member++) {
            names.add(name(member));
        }
        return names;
    }

    /** The member of this name; -1 if there is none. */
    int find(String name) {
        if (size > MANY) {
            return index().getOrDefault(name, -1);
        }
        for (int member = 0; member < size; member++) {
            if (isNamePlain(member) ? isWritten(member, name) : name(member).equals(name)) {
                return member;
            }
        }
        return -1;
    }

    // Made when it is needed first. Two threads may make it, and make the same.
    private Map<String, Integer> index() {
        Map<String, Integer> known = index;
        if (known == null) {
            Map<String, Integer> made = new HashMap<>();
            for (int member = 0; member < size; member++) {
                made.put(name(member), member);
            }
            known = Map.copyOf(made);
            index = known;
        }
        return known;
    }

    private boolean isWritten(int member, String name) {
        if (nameLength(member) != name.length()) {
            return false;
        }
        int from = places[member * STRIDE];
        for (int i = 0; i < name.length(); i++) {
            if (utf8[from + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether one of the members from a first one on, whose names are all in ASCII without escapes, has a name like this. */
    boolean holds(int first, int from, int to) {
        for (int member = first; member < size; member++) {
            int own = places[member * STRIDE];
            if (nameLength(member) == to - from && Arrays.equals(utf8, own, own + to - from, utf8, from, to)) {
                return true;
            }
        }
        return false;
    }
}
