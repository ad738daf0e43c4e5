package dev.zt.fetch;

import dev.zt.config.Printable;
import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Failures of the network in words. */
final class Causes {
    private Causes() {}

    /** The first cause that may be told in its own words; if there is none, the kind of the last. */
    static String printable(@Nullable Throwable failure) {
        Throwable last = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isTellable(cause)) {
                String message = cause.getMessage();
                return cause.getClass().getSimpleName() + (message == null ? "" : ": " + Printable.of(message));
            }
            last = cause;
        }
        return last == null ? "no cause" : last.getClass().getSimpleName();
    }

    // Other messages quote the server, which might quote a secret that it was sent.
    private static boolean isTellable(Throwable cause) {
        return cause instanceof SSLException
                || cause instanceof ConnectException
                || cause instanceof UnresolvedAddressException
                || cause instanceof LimitedBody.TooLarge;
    }
}
