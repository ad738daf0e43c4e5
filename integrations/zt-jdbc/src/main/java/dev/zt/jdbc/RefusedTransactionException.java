package dev.zt.jdbc;

import java.io.Serial;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A transaction that is not begun or not gone on with. Says nothing that only a token or a row knows. */
public final class RefusedTransactionException extends SQLException {
    @Serial
    private static final long serialVersionUID = 1;

    private final JdbcRefusal refusal;

    RefusedTransactionException(JdbcRefusal refusal, String detail) {
        this(refusal, detail, null);
    }

    RefusedTransactionException(JdbcRefusal refusal, String detail, @Nullable Throwable cause) {
        super(refusal.code() + " " + refusal.text() + ": " + detail, refusal.sqlState(), cause);
        this.refusal = refusal;
    }

    /** Which rule refused it. */
    public JdbcRefusal refusal() {
        return refusal;
    }
}
