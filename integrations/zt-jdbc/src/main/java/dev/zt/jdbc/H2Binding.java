package dev.zt.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * H2: variables of the session, which views compare with the rows. They outlive a transaction and whoever can write SQL can
 * change them, so this protects from mistakes and not from injection.
 */
final class H2Binding implements Binding {
    private static final String SET = "SELECT SET(@zt_caller, ?), SET(@zt_tenant, ?), SET(@zt_scope, ?)";
    private static final String CLEAR = "SELECT SET(@zt_caller, NULL), SET(@zt_tenant, NULL), SET(@zt_scope, NULL)";

    @Override
    public boolean hasRoles() {
        return false;
    }

    @Override
    public void clean(Connection connection) {
        // Nothing but the variables is left, and these were released.
    }

    @Override
    public void note(Connection connection, String job) {
        // It has nowhere to write it; the listener is told.
    }

    @Override
    public void bind(Connection connection, BoundContext context, boolean clean) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SET)) {
            statement.setString(1, context.caller());
            statement.setString(2, context.tenant());
            statement.setString(3, context.scope().value());
            statement.execute();
        }
    }

    @Override
    public void release(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CLEAR)) {
            statement.execute();
        }
    }
}
