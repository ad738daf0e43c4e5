package dev.zt.feign;

import feign.FeignException;
import feign.Request;

/** Ends a call that could not be proven, or whose answer was not. Feign's {@code Retryer} repeats an IOException only. */
final class UnprovenCallException extends FeignException {
    private static final long serialVersionUID = 1L;
    private static final int NO_STATUS = -1;

    UnprovenCallException(Request request, Exception cause) {
        super(NO_STATUS, cause.getMessage() == null ? cause.toString() : cause.getMessage(), request, cause);
    }
}
