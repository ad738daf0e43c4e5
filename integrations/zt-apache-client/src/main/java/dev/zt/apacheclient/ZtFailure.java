package dev.zt.apacheclient;

import java.io.IOException;
import org.apache.hc.core5.http.HttpException;

/** Carries a failure past the client's own repetitions, which would take an {@link IOException} for one of the network. */
final class ZtFailure extends HttpException {
    private static final long serialVersionUID = 1L;

    private final IOException failure;

    ZtFailure(IOException failure) {
        super("not for the client to repeat");
        initCause(failure);
        this.failure = failure;
    }

    /** What the user is told. */
    IOException failure() {
        return failure;
    }
}
