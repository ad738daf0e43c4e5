package dev.zt.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** On H2, whose user's password changes as a token does. */
class TokenCredentialsTest {
    private static final String URL = "jdbc:h2:mem:tokens;DB_CLOSE_DELAY=-1";

    private final AtomicReference<String> token = new AtomicReference<>("first");
    private final TokenCredentials credentials = new TokenCredentials("sa", token::get);

    private HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(URL);
        config.setCredentialsProvider(credentials);
        config.setMaximumPoolSize(1);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(5000);
        return new HikariDataSource(config);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void shows_theTokenOfTheMoment_toEachNewConnection() throws SQLException {
        try (HikariDataSource pool = pool()) {
            try (Connection connection = pool.getConnection()) {
                execute(connection, "ALTER USER sa SET PASSWORD 'second'");
            }
            token.set("second");
            pool.getHikariPoolMXBean().softEvictConnections();
            try (Connection connection = pool.getConnection()) {
                execute(connection, "ALTER USER sa SET PASSWORD ''");
            }
        }
    }

    @Test
    void shows_noToken_inItsText() {
        assertThat(credentials.toString()).contains("sa").doesNotContain("first");
    }
}
