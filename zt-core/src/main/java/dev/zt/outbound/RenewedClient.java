package dev.zt.outbound;

import dev.zt.own.ServiceIdentity;
import dev.zt.tls.X509Svid;
import java.net.http.HttpClient;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A JDK client whose connections are given up when the certificate that they began with is replaced: new calls go through
 * new connections, those under way end on the old ones. Safe for concurrent use; costs a call one comparison.
 */
final class RenewedClient implements Supplier<HttpClient> {
    private final ServiceIdentity identity;
    private final HttpClient.Builder builder;
    private final ReentrantLock renewing = new ReentrantLock();
    private volatile Current current;

    private record Current(HttpClient client, @Nullable X509Svid certificate) {}

    RenewedClient(ServiceIdentity identity, HttpClient.Builder builder) {
        this.identity = identity;
        this.builder = builder;
        this.current = new Current(builder.build(), certificate());
    }

    @Override
    public HttpClient get() {
        Current now = current;
        X509Svid certificate = certificate();
        if (now.certificate() == certificate) {
            return now.client();
        }
        return renewed(certificate);
    }

    // The client before is not shut down: somebody may be about to use it. The platform ends one that nobody holds.
    private HttpClient renewed(@Nullable X509Svid certificate) {
        renewing.lock();
        try {
            Current now = current;
            // Somebody else may have been first.
            if (now.certificate() != certificate) {
                now = new Current(builder.build(), certificate);
                current = now;
            }
            return now.client();
        } finally {
            renewing.unlock();
        }
    }

    private @Nullable X509Svid certificate() {
        return identity.certificate().orElse(null);
    }
}
