package dev.zt.jdbc;

/** Why a transaction is not begun or not gone on with. Each has a stable code, which {@code docs/jdbc.md} explains. */
public enum JdbcRefusal {
    /** Nobody proved who asks: a connection without a call, or a call to a public endpoint. */
    NO_VERIFIED_CALLER("ZT-JDBC-001", "28000", "no verified caller"),
    /** The {@link TenantRule} knows no tenant for the caller. */
    UNKNOWN_TENANT("ZT-JDBC-002", "42501", "the caller belongs to no tenant"),
    /** The call may not do what the transaction is for. */
    MISSING_SCOPE("ZT-JDBC-003", "42501", "the call does not have the scope"),
    /** No role of the database stands for the scope. */
    UNMAPPED_SCOPE("ZT-JDBC-004", "42501", "no role of the database stands for the scope"),
    /** The call would no longer be let in: expired, revoked, or not allowed any more. */
    NOT_VALID_ANY_MORE("ZT-JDBC-005", "28000", "the call would not be let in any more"),
    /** A statement outside a transaction, which nobody could be bound to. */
    AUTOCOMMIT("ZT-JDBC-006", "25P01", "a statement in autocommit mode, which no caller can be bound to"),
    /** A job that the {@link ZtDataSource} was not told of. */
    UNKNOWN_JOB("ZT-JDBC-007", "28000", "no such system job was declared"),
    /** The transaction is ended by whoever began it, or the driver's own connection was asked for. */
    NOT_YOURS("ZT-JDBC-008", "2D000", "not to be done inside a bound transaction"),
    /** The database does not take the session: its certificate is not the login's, is revoked, or it has a key already. */
    SESSION_REFUSED("ZT-JDBC-009", "28000", "the database does not take this session"),
    /** The session came with something that an earlier transaction left in it. */
    UNCLEAN_SESSION("ZT-JDBC-010", "25000", "an earlier transaction left something in this session");

    private final String code;
    private final String sqlState;
    private final String text;

    JdbcRefusal(String code, String sqlState, String text) {
        this.code = code;
        this.sqlState = sqlState;
        this.text = text;
    }

    /** The stable code, such as {@code ZT-JDBC-001}. */
    public String code() {
        return code;
    }

    /** What {@link java.sql.SQLException#getSQLState()} says. */
    String sqlState() {
        return sqlState;
    }

    /** In one line, for operators. */
    public String text() {
        return text;
    }
}
