package dev.zt.config;

/**
 * A position in something an operator wrote. Immutable.
 *
 * @param source the file, or the name of the variable
 * @param line from 1, or 0 where lines have no meaning
 * @param column from 1, or 0 where columns have no meaning
 */
public record Place(String source, int line, int column) {
    /** A place without line and column, such as a variable or a whole file. */
    public static Place of(String source) {
        return new Place(source, 0, 0);
    }

    /** {@code source:line:column}, or the source alone. */
    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line + ":" + column;
    }
}
