package dev.zt.redis;

import dev.zt.verify.ReplayStoreTerms;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisCredentials;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.UnifiedJedis;

/** Reads {@code redis[s]://[user@]host[:port][/database]} and makes a client of it. */
final class RedisUrl {
    static final Set<String> PLAIN = Set.of("redis", "valkey");
    static final Set<String> TLS = Set.of("rediss", "valkeys");

    private static final int STANDARD_PORT = 6379;
    private static final int CONNECTIONS = 16;
    // A caller waits so long for a place in the pool, for a connection, and for an answer.
    private static final int TIMEOUT_MILLIS = 500;

    private RedisUrl() {}

    static UnifiedJedis client(ReplayStoreTerms terms) {
        URI url = terms.url();
        String host = url.getHost();
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        boolean tls = TLS.contains(scheme);
        if (host == null || !(tls || PLAIN.contains(scheme)) || url.getQuery() != null || url.getFragment() != null) {
            throw new IllegalArgumentException("expected redis[s]://[user@]host[:port][/database]");
        }
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .clientName("zt")
                .connectionTimeoutMillis(TIMEOUT_MILLIS)
                .socketTimeoutMillis(TIMEOUT_MILLIS)
                .database(database(url.getPath()))
                .credentialsProvider(credentials(terms));
        if (tls) {
            // The whole check: without the host any certificate that somebody trusted issued would do.
            config.sslOptions(
                    SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL).build());
        }
        return RedisClient.builder()
                .hostAndPort(host, url.getPort() < 0 ? STANDARD_PORT : url.getPort())
                .clientConfig(config.build())
                .poolConfig(pool())
                .build();
    }

    private static ConnectionPoolConfig pool() {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(CONNECTIONS);
        pool.setMaxIdle(CONNECTIONS);
        pool.setMinIdle(0);
        pool.setMaxWait(Duration.ofMillis(TIMEOUT_MILLIS));
        pool.setJmxEnabled(false);
        // Connections are tried by being used; a thread that tries them besides would be one more to close.
        pool.setTimeBetweenEvictionRuns(Duration.ofMillis(-1));
        return pool;
    }

    private static int database(String path) {
        String text = path.startsWith("/") ? path.substring(1) : path;
        if (!text.matches("[0-9]{0,4}")) {
            throw new IllegalArgumentException("the path of the URL is the number of a database");
        }
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    // Asked for each connection, so a password can be changed without a restart.
    private static Supplier<RedisCredentials> credentials(ReplayStoreTerms terms) {
        String user = terms.url().getUserInfo();
        return () -> new DefaultRedisCredentials(user, terms.password().get().orElse(null));
    }
}
