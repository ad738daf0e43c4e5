package dev.zt.keys;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A way to look at one issuer's keys, such as an address and what is read there. Safe for concurrent use. */
@FunctionalInterface
interface KeyLook {
    /**
     * Looks without waiting; the future completes within the deadline of a fetch, and normally.
     *
     * @param last the document that the keys in force come from
     */
    CompletableFuture<Looked> look(Optional<SeenDocument> last);
}
