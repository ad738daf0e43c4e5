package dev.zt.grpc;

import io.grpc.SynchronizationContext;

/** Makes what puts the steps of one call in an order without a lock, whichever threads they come from. */
final class InOrder {
    private InOrder() {}

    /** An order in which whoever does something wrong hears of it, as without one. */
    static SynchronizationContext steps() {
        return new SynchronizationContext((thread, failure) -> {
            if (failure instanceof Error error) {
                throw error;
            }
            throw failure instanceof RuntimeException told ? told : new IllegalStateException(failure);
        });
    }
}
