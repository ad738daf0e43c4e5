package dev.zt.guard;

/**
 * A way into an application and the handler that it leads to. Immutable.
 *
 * @param pattern as its framework knows it, such as {@code /exact}, {@code /below/*}, {@code *.extension} or {@code /}; empty
 *     for the root of a servlet application
 * @param handler the handler's name, such as a servlet's
 */
public record Mapping(String pattern, String handler) {
    @Override
    public String toString() {
        return "'" + pattern + "' of '" + handler + "'";
    }
}
