package dev.zt.jdbc;

import com.zaxxer.hikari.HikariCredentialsProvider;
import com.zaxxer.hikari.util.Credentials;
import java.util.function.Supplier;

/**
 * For servers that take a short-lived token as the password, such as H2's realms or those of clouds: HikariCP asks for it anew
 * before each connection that it makes. The source answers from memory, because the pool waits for it; the server must be known
 * by its certificate before it sees a token.
 */
public final class TokenCredentials implements HikariCredentialsProvider {
    private final String user;
    private final Supplier<String> token;

    /**
     * A user and where its tokens come from.
     *
     * @param token the one of the moment; what it throws fails the connection
     */
    public TokenCredentials(String user, Supplier<String> token) {
        this.user = user;
        this.token = token;
    }

    @Override
    public Credentials getCredentials() {
        return Credentials.of(user, token.get());
    }

    @Override
    public String toString() {
        return "TokenCredentials[" + user + "]";
    }
}
