package dev.zt.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** The keys of a test's authority: the one it signs with and those that it publishes. Safe for concurrent use. */
final class TestKeyRing<K> {
    /**
     * One moment of it.
     *
     * @param epoch grows with each change of what is published
     */
    record State<K>(K present, List<K> published, int epoch) {
        State {
            published = List.copyOf(published);
        }
    }

    private final IntFunction<K> maker;
    private int made;
    private volatile State<K> state;

    /**
     * A ring with one key, which is published.
     *
     * @param maker makes the key of a number, counted from 1
     */
    TestKeyRing(IntFunction<K> maker) {
        this.maker = maker;
        this.made = 1;
        K first = maker.apply(1);
        this.state = new State<>(first, List.of(first), 1);
    }

    State<K> state() {
        return state;
    }

    synchronized void replace() {
        K next = next();
        state = new State<>(next, List.of(next), state.epoch() + 1);
    }

    synchronized void add() {
        addUnpublished();
        publish();
    }

    synchronized void addUnpublished() {
        state = new State<>(next(), state.published(), state.epoch());
    }

    synchronized void publish() {
        if (!state.published().contains(state.present())) {
            List<K> more = new ArrayList<>(state.published());
            more.add(state.present());
            state = new State<>(state.present(), more, state.epoch() + 1);
        }
    }

    synchronized void withdraw() {
        state = new State<>(state.present(), List.of(state.present()), state.epoch() + 1);
    }

    private K next() {
        made++;
        return maker.apply(made);
    }
}
