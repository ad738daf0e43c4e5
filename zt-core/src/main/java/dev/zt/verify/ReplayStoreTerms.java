package dev.zt.verify;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a replay store is to be opened with. Immutable.
 *
 * @param url where its server is; holds no password
 * @param password the password for that server, read anew for each connection; it throws what reading it throws
 * @param longestUse see {@link ReplayStore#longestUse()}
 * @param capacity the most proofs remembered, at least 1,024
 */
public record ReplayStoreTerms(URI url, Supplier<Optional<String>> password, Duration longestUse, int capacity) {}
