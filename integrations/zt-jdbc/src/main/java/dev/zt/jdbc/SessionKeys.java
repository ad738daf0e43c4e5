package dev.zt.jdbc;

import java.lang.ref.WeakReference;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.postgresql.PGConnection;

/**
 * The keys of the sessions of one pool: each is made here when its session is first lent, told to the database once, kept in
 * memory on both sides, and gone with the session. The database takes one key for a session and no second, so SQL that is
 * injected later cannot bring its own. Safe for concurrent use.
 */
final class SessionKeys {
    private static final String OPEN = "SELECT zt.open_session(?)";
    private static final int BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    private final ConcurrentHashMap<Integer, Session> sessions = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    /** A process of the server has one number at a time, and another session may have had it before. */
    private record Session(WeakReference<PGConnection> of, SecretKeySpec key) {
        boolean is(PGConnection connection) {
            return of.refersTo(connection);
        }

        @Override
        public String toString() {
            return "Session";
        }
    }

    /** What authenticates the contexts of a session; tells the database of it first where it is new. */
    Mac mac(Connection connection) throws SQLException {
        PGConnection physical = connection.unwrap(PGConnection.class);
        Session known = sessions.get(physical.getBackendPID());
        Session session = known != null && known.is(physical) ? known : open(connection, physical);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(session.key());
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform has no " + ALGORITHM, e);
        }
    }

    // In a transaction of its own: the key must be there before the one that needs it, and stay if that is rolled back.
    private Session open(Connection connection, PGConnection physical) throws SQLException {
        byte[] key = new byte[BYTES];
        random.nextBytes(key);
        try (PreparedStatement statement = connection.prepareStatement(OPEN)) {
            statement.setBytes(1, key);
            statement.execute();
            connection.commit();
        } catch (SQLException e) {
            throw refused(e);
        }
        sessions.values().removeIf(old -> old.of().refersTo(null));
        Session session = new Session(new WeakReference<>(physical), new SecretKeySpec(key, ALGORITHM));
        sessions.put(physical.getBackendPID(), session);
        return session;
    }

    // Class 28: the certificate is not the login's. 23505: somebody was here before.
    private static SQLException refused(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (state.startsWith("28") || state.equals("23505")) {
            return new RefusedTransactionException(
                    JdbcRefusal.SESSION_REFUSED, state.equals("23505") ? "it has a key already" : state, e);
        }
        return e;
    }
}
