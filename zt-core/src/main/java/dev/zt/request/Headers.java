package dev.zt.request;

import java.util.List;

/** The header fields of a request, by name without regard to case. */
@FunctionalInterface
public interface Headers {
    /** Every field value of this name in order, not split at commas; empty if there is none. */
    List<String> values(String name);
}
