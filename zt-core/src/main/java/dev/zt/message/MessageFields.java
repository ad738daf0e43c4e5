package dev.zt.message;

import java.util.List;

/** The header fields of a message, by name without regard to case. */
@FunctionalInterface
public interface MessageFields {
    /** Every field value of this name in order, not split at commas; empty if there is none. */
    List<String> values(String name);
}
