package dev.zt.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A connection as its borrower sees it: no statement runs in autocommit mode or in a transaction that is not bound. For one
 * thread at a time, as connections are. Results are the driver's own, since a proxy for each cell costs too much: who asks one
 * for its statement has left this guard, and the database shows nothing to what he does behind it.
 */
final class GuardedConnection implements InvocationHandler {
    private final Lease lease;
    private final boolean ofOneTransaction;
    private @Nullable Connection seen;

    private GuardedConnection(Lease lease, boolean ofOneTransaction) {
        this.lease = lease;
        this.ofOneTransaction = ofOneTransaction;
    }

    /** A connection whose borrower ends its transactions. */
    static Connection of(Lease lease) {
        return new GuardedConnection(lease, false).proxy();
    }

    /** A connection of one transaction, which whoever began it ends. */
    static Connection ofOneTransaction(Lease lease) {
        return new GuardedConnection(lease, true).proxy();
    }

    private Connection proxy() {
        seen = proxy(Connection.class, this);
        return seen;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(GuardedConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        switch (method.getName()) {
            case "unwrap", "isWrapperFor" -> {
                return unwrap(proxy, method, arguments);
            }
            case "commit", "rollback", "setAutoCommit", "close", "beginRequest", "endRequest", "setSavepoint" -> {
                return end(method, arguments);
            }
            case "getMetaData" -> {
                Object metadata = call(method, lease.raw(), arguments);
                return proxy(DatabaseMetaData.class, (one, asked, values) -> {
                    if (asked.getName().equals("getConnection")) {
                        return proxy;
                    }
                    if (asked.getReturnType() == ResultSet.class) {
                        lease.beforeStatement();
                    }
                    return unwrapped(one, asked, values, metadata);
                });
            }
            default -> {
                return guarded(call(method, lease.raw(), arguments));
            }
        }
    }

    private @Nullable Object end(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        String name = method.getName();
        boolean toSavepoint = name.equals("rollback") && arguments != null;
        if (name.equals("close")) {
            if (!ofOneTransaction) {
                lease.close();
            }
            return null;
        }
        if (name.equals("setSavepoint")) {
            // A binding after the savepoint would be lost with what follows it.
            lease.beforeStatement();
            return call(method, lease.raw(), arguments);
        }
        if (name.endsWith("Request") || toSavepoint) {
            return call(method, lease.raw(), arguments);
        }
        if (ofOneTransaction) {
            throw new RefusedTransactionException(
                    JdbcRefusal.NOT_YOURS, name + ": the transaction ends with the work that it is for");
        }
        switch (name) {
            case "commit" -> lease.commit();
            case "rollback" -> lease.rollback();
            default -> lease.autoCommit(arguments != null && Boolean.TRUE.equals(arguments[0]));
        }
        return null;
    }

    private @Nullable Object guarded(@Nullable Object made) {
        // The most special one first: each is also the ones after it.
        if (made instanceof CallableStatement) {
            return proxy(CallableStatement.class, statement(made));
        }
        if (made instanceof PreparedStatement) {
            return proxy(PreparedStatement.class, statement(made));
        }
        return made instanceof Statement ? proxy(Statement.class, statement(made)) : made;
    }

    private InvocationHandler statement(Object raw) {
        return (proxy, method, arguments) -> {
            String name = method.getName();
            if (name.equals("getConnection")) {
                return seen;
            }
            if (name.startsWith("execute")) {
                lease.beforeStatement();
            }
            return unwrapped(proxy, method, arguments, raw);
        };
    }

    private static @Nullable Object unwrapped(
            Object proxy, Method method, @Nullable Object @Nullable [] arguments, @Nullable Object raw)
            throws Throwable {
        return method.getName().equals("unwrap") || method.getName().equals("isWrapperFor")
                ? unwrap(proxy, method, arguments)
                : call(method, raw, arguments);
    }

    private static Object unwrap(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws SQLException {
        boolean already = arguments != null && arguments[0] instanceof Class<?> type && type.isInstance(proxy);
        if (method.getName().equals("isWrapperFor")) {
            return already;
        }
        if (!already) {
            throw new RefusedTransactionException(
                    JdbcRefusal.NOT_YOURS, "unwrap: nothing would bind what is done behind this connection");
        }
        return proxy;
    }

    private static @Nullable Object call(Method method, @Nullable Object on, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
