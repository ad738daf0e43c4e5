package dev.zt.own;

import dev.zt.tls.X509Svid;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who wants to know when the own certificate is replaced. They are told by the thread that replaced it, never by one of a
 * call, after it was replaced. Safe for concurrent use.
 */
final class RenewalListeners {
    private static final Logger LOG = LoggerFactory.getLogger(RenewalListeners.class);

    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable X509Svid> told = new AtomicReference<>();

    // By identity, so that a listener that was added twice leaves once at a time.
    private static final class Entry {
        private final Runnable listener;

        Entry(Runnable listener) {
            this.listener = listener;
        }
    }

    /** Begins with a certificate that nobody has to be told of. */
    RenewalListeners(Optional<X509Svid> first) {
        told.set(first.orElse(null));
    }

    Listening add(Runnable listener) {
        Entry entry = new Entry(listener);
        entries.add(entry);
        return () -> entries.remove(entry);
    }

    /** Tells everybody if this is another certificate than the last one told of; to be called without a lock held. */
    void tellIfNew(Optional<X509Svid> now) {
        X509Svid certificate = now.orElse(null);
        if (told.getAndSet(certificate) != certificate) {
            entries.forEach(entry -> tell(entry.listener));
        }
    }

    // Errors as well: what one listener cannot do is no reason to keep the news from the others, or to renew no more.
    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (Throwable e) {
            LOG.warn("zt: a listener for renewals failed", e);
        }
    }
}
