package dev.zt.jdbc.stores;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterAll;

/** By a TCP server of H2, which goes away while the database stays. */
class H2ReplayStoreTest extends JdbcReplayStoreContract {
    private static Server server;
    private static int port;

    @Override
    protected String name() {
        return "h2";
    }

    @Override
    Database database() {
        return Database.H2;
    }

    @Override
    DataSource dataSource() throws SQLException {
        if (server == null) {
            start();
        }
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:tcp://127.0.0.1:" + port + "/mem:replays;DB_CLOSE_DELAY=-1");
        source.setUser("zt");
        return source;
    }

    private static void start() throws SQLException {
        server = Server.createTcpServer("-tcpPort", Integer.toString(port), "-ifNotExists")
                .start();
        port = server.getPort();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.stop();
            server = null;
            port = 0;
        }
    }

    @Override
    protected void disconnect() {
        server.stop();
    }

    @Override
    protected void reconnect() throws SQLException {
        start();
    }
}
