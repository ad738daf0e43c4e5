package dev.zt.jdbc;

/**
 * Something that a {@link DatabaseCheck} found. Immutable; safe to log.
 *
 * @param code stable, such as {@code rls-not-forced}; {@code docs/jdbc.md} lists all
 * @param what is wrong, with the name of the table or role
 * @param mend what to do
 */
public record DatabaseFinding(String code, String what, String mend) {
    @Override
    public String toString() {
        return code + ": " + what + "; " + mend;
    }
}
