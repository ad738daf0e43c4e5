package dev.zt.jdbc.stores;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;

/** Lends connections and takes them back, as a pool does, trying each before it is lent. */
final class Lending {
    private final DataSource inner;
    private final boolean committing;
    private final Queue<Connection> free = new ConcurrentLinkedQueue<>();

    private Lending(DataSource inner, boolean committing) {
        this.inner = inner;
        this.committing = committing;
    }

    static DataSource of(DataSource inner) {
        return new Lending(inner, true).dataSource();
    }

    /** One whose connections commit only when they are told to, as an application may set it up. */
    static DataSource uncommitted(DataSource inner) {
        return new Lending(inner, false).dataSource();
    }

    private DataSource dataSource() {
        return (DataSource) Proxy.newProxyInstance(
                Lending.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        return lend();
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    private Connection lend() throws SQLException {
        Connection kept = free.poll();
        while (kept != null && !kept.isValid(1)) {
            kept.close();
            kept = free.poll();
        }
        Connection connection = kept == null ? inner.getConnection() : kept;
        connection.setAutoCommit(committing);
        return (Connection) Proxy.newProxyInstance(
                Lending.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        free.add(connection);
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
