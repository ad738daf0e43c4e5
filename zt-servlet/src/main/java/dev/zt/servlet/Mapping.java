package dev.zt.servlet;

/**
 * A URL pattern of the container and the servlet that it leads to. Immutable.
 *
 * @param pattern as registered: {@code /exact}, {@code /below/*}, {@code *.extension}, {@code /} or empty for the root
 * @param servlet the servlet's name
 */
public record Mapping(String pattern, String servlet) {
    @Override
    public String toString() {
        return "'" + pattern + "' of servlet '" + servlet + "'";
    }
}
