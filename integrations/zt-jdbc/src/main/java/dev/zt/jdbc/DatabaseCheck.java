package dev.zt.jdbc;

import dev.zt.identity.Scope;
import dev.zt.identity.WorkloadId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks a PostgreSQL database, as the service that uses it, whether its settings hold what the service relies on. For the start
 * of a service: what it finds is a reason not to serve. Immutable.
 */
public final class DatabaseCheck {
    private static final String CHECK = PostgresSchema.text("zt-check.sql");

    private final WorkloadId self;
    private final String schema;
    private final Map<Scope, String> roles;
    private final Set<String> shared;

    private DatabaseCheck(WorkloadId self, String schema, Map<Scope, String> roles, Set<String> shared) {
        this.self = self;
        this.schema = schema;
        this.roles = Map.copyOf(roles);
        this.shared = shared;
    }

    /**
     * What a service expects.
     *
     * @param self who it is, as its certificate must say
     * @param schema where its tables are; others on which it has rights are looked at as well
     * @param roles what its login may become, and nothing else, by what it is for: as {@link ZtDataSource.Builder#role}
     */
    public DatabaseCheck(WorkloadId self, String schema, Map<Scope, String> roles) {
        this(self, schema, roles, Set.of());
    }

    /**
     * The same, with tables whose rows are every tenant's, so that their policies compare the scope alone.
     *
     * @param tables with their schema, as {@code shop.rates}
     */
    public DatabaseCheck withoutTenants(Set<String> tables) {
        return new DatabaseCheck(self, schema, roles, Set.copyOf(tables));
    }

    /**
     * What does not hold; empty if all does.
     *
     * @param connection of the service's own login, straight from its pool
     */
    public List<DatabaseFinding> run(Connection connection) throws SQLException {
        // What an earlier transaction left in the session would change how the database spells its policies.
        try (Statement statement = connection.createStatement()) {
            statement.execute("RESET ALL");
            statement.execute("SET search_path = pg_catalog");
        }
        List<Map.Entry<Scope, String>> pairs = List.copyOf(roles.entrySet());
        try (PreparedStatement statement = connection.prepareStatement(CHECK)) {
            statement.setString(1, self.toString());
            statement.setString(2, schema);
            statement.setObject(
                    3, pairs.stream().map(pair -> pair.getKey().value()).toArray(String[]::new));
            statement.setObject(4, pairs.stream().map(Map.Entry::getValue).toArray(String[]::new));
            statement.setObject(5, shared.toArray(String[]::new));
            try (ResultSet row = statement.executeQuery()) {
                List<DatabaseFinding> found = new ArrayList<>();
                while (row.next()) {
                    found.add(new DatabaseFinding(row.getString(1), row.getString(2), row.getString(3)));
                }
                return List.copyOf(found);
            }
        }
    }
}
