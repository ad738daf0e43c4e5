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
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * The keys of the sessions of one pool: each is made here when its session is first lent, told to the database once, kept in
 * memory on both sides, and gone with the session. The database takes one key for a session and no second, so SQL that is
 * injected later cannot bring its own. Safe for concurrent use.
 */
final class SessionKeys {
    // A session may be for reading by a setting of the login or of the borrower, and the key must be written.
    private static final String OPEN = "SET TRANSACTION READ WRITE; SELECT zt.open_session(?)";
    private static final int BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    private final ConcurrentHashMap<Session, Mac> macs = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    /** One connection of the driver's, by identity and not longer than it is used. */
    private static final class Session extends WeakReference<PGConnection> {
        private final int hash;

        Session(PGConnection connection) {
            super(connection);
            this.hash = System.identityHashCode(connection);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            PGConnection own = get();
            return this == other || (own != null && other instanceof Session session && session.refersTo(own));
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** Authenticates a context of a session; tells the database of its key first where it is new. */
    byte[] mac(Connection connection, byte[] context) throws SQLException {
        Session session = new Session(connection.unwrap(PGConnection.class));
        Mac known = macs.get(session);
        Mac mac = known == null ? open(connection, session) : known;
        // One borrower has a session, with as many threads as it likes.
        synchronized (mac) {
            return mac.doFinal(context);
        }
    }

    // In a transaction of its own: the key must be there before the one that needs it, and stay if that is rolled back.
    private Mac open(Connection connection, Session session) throws SQLException {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        try (PreparedStatement statement = PostgresBinding.unnamed(connection, OPEN)) {
            statement.setBytes(1, bytes);
            statement.execute();
            connection.commit();
        } catch (SQLException e) {
            throw refused(e);
        }
        macs.keySet().removeIf(old -> old.refersTo(null));
        Mac mac = keyed(bytes);
        macs.put(session, mac);
        return mac;
    }

    private static Mac keyed(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform has no " + ALGORITHM, e);
        }
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
