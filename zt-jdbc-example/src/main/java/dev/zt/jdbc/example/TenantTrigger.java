package dev.zt.jdbc.example;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.api.Trigger;

/** In place of a policy of PostgreSQL: a new row is of the tenant and by the caller that the session is for. H2 makes it. */
public final class TenantTrigger implements Trigger {
    private static final int TENANT = 1;
    private static final int CREATED_BY = 2;

    /** As H2 makes it. */
    public TenantTrigger() {
        // It has no state.
    }

    @Override
    public void fire(Connection connection, Object[] before, Object[] after) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @zt_tenant, @zt_caller")) {
            row.next();
            if (!after[TENANT].equals(row.getString(1)) || !after[CREATED_BY].equals(row.getString(2))) {
                throw new SQLException("the row is not of the tenant and the caller of this session", "42501");
            }
        }
    }
}
