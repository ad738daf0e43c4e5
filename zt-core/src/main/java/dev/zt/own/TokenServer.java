package dev.zt.own;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Issues access tokens to this client. Safe for concurrent use. */
@FunctionalInterface
interface TokenServer {
    /** Asks without waiting for the answer; the future is completed normally, within seconds. */
    CompletableFuture<TokenAnswer> ask(TokenTarget target);

    /** What an operator should know besides the answers; empty if all is well. */
    default Optional<String> problem() {
        return Optional.empty();
    }
}
