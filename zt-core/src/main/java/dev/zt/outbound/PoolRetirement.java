package dev.zt.outbound;

import dev.zt.own.Listening;
import dev.zt.own.ServiceIdentity;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets a pool know of renewals until nobody else holds it, so that an identity keeps no client alive. */
final class PoolRetirement<P> implements Runnable {
    private final WeakReference<P> pool;
    private final Consumer<P> retire;
    private final AtomicReference<@Nullable Listening> listening = new AtomicReference<>();

    private PoolRetirement(P pool, Consumer<P> retire) {
        this.pool = new WeakReference<>(pool);
        this.retire = retire;
    }

    /** Begins to listen; what retires the pool must not hold it itself. */
    static <P> void begin(ServiceIdentity identity, P pool, Consumer<P> retire) {
        PoolRetirement<P> retirement = new PoolRetirement<>(pool, retire);
        retirement.listening.set(identity.onRenewal(retirement));
    }

    @Override
    public void run() {
        P held = pool.get();
        if (held != null) {
            retire.accept(held);
            return;
        }
        Listening last = listening.getAndSet(null);
        if (last != null) {
            last.close();
        }
    }
}
