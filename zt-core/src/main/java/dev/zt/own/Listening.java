package dev.zt.own;

/** A listener's place among those that are told: it is told until this is closed. Closing it twice is closing it once. */
@FunctionalInterface
public interface Listening extends AutoCloseable {
    @Override
    void close();
}
