package dev.zt.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A mapping in a strict YAML document; each key appears once. Immutable; keeps the order of the document. */
public final class Fields implements Node {
    /**
     * A key and its value.
     *
     * @param place where the key stands
     */
    public record Field(Place place, Node value) {}

    private final Place place;
    private final Map<String, Field> byName;

    Fields(Place place, Map<String, Field> byName) {
        this.place = place;
        this.byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    @Override
    public Place place() {
        return place;
    }

    @Override
    public String kind() {
        return "a mapping";
    }

    /** The keys in the order of the document. */
    public Set<String> names() {
        return byName.keySet();
    }

    /** Refuses every key but these, with the closest of them as a suggestion. */
    public Fields only(String... known) {
        byName.forEach((name, field) -> {
            if (!List.of(known).contains(name)) {
                throw new ConfigurationException(
                        field.place(),
                        "unknown key '" + Printable.of(name) + "'" + Suggestion.forWord(name, List.of(known)));
            }
        });
        return this;
    }

    /** The value of a key that must be there. */
    public Node required(String name) {
        return optional(name).orElseThrow(() -> error("missing key '" + name + "'"));
    }

    /** The value of a key that may be missing. */
    public Optional<Node> optional(String name) {
        return Optional.ofNullable(byName.get(name)).map(Field::value);
    }

    /** The value of a key of {@link #names()}. */
    public Node value(String name) {
        return required(name);
    }

    /** The place of a key of {@link #names()}. */
    public Place placeOf(String name) {
        Field field = byName.get(name);
        return field == null ? place : field.place();
    }

    /** Looks a name up among declared ones; an unknown one is an error at the node, with a suggestion. */
    public static <T> T declared(Node name, String what, Map<String, T> declared) {
        T found = declared.get(name.text());
        if (found == null) {
            throw name.error("unknown " + what + " '" + Printable.of(name.text()) + "'"
                    + Suggestion.forWord(name.text(), declared.keySet()));
        }
        return found;
    }
}
