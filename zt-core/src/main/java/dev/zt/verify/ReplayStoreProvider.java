package dev.zt.verify;

import java.util.Set;

/**
 * Opens replay stores by the URL that the setting {@code replay-store} holds; found by {@link java.util.ServiceLoader}, so
 * that a module on the class path is enough.
 */
public interface ReplayStoreProvider {
    /** The schemes of the URLs that it opens, in lower case, such as {@code redis}; no other provider has one of them. */
    Set<String> schemes();

    /**
     * Opens a store. Its server may be away: the store then answers {@link ReplayStore.Use#UNAVAILABLE}. If it is {@link AutoCloseable}, the guard closes it.
     *
     * @throws IllegalArgumentException saying what is wrong with the URL
     */
    ReplayStore open(ReplayStoreTerms terms);
}
