package dev.zt.message;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The header fields of a message, by name without regard to case. */
@FunctionalInterface
public interface MessageFields {
    /** Every field value of this name in order, not split at commas; empty if there is none. */
    List<String> values(String name);

    /** The same, each looked up once: servers go through all that they received. For one thread at a time. */
    default MessageFields once() {
        Map<String, List<String>> known = new HashMap<>();
        return name -> known.computeIfAbsent(name, this::values);
    }
}
