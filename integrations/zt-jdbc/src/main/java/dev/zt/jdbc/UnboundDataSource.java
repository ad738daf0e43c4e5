package dev.zt.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What data sources must have and these do not need. */
abstract class UnboundDataSource implements DataSource {
    /** Always refused: who a connection is for is not said by a password. */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new RefusedTransactionException(
                JdbcRefusal.NO_VERIFIED_CALLER, "a user and a password do not say who calls");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter writer) throws SQLException {
        throw new SQLFeatureNotSupportedException("the log is SLF4J's");
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("the pool says how long to wait");
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the log is SLF4J's");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new RefusedTransactionException(
                JdbcRefusal.NOT_YOURS, "unwrap: nothing would bind what is done behind this data source");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
