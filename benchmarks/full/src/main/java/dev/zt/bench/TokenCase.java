package dev.zt.bench;

import dev.zt.jose.Algorithm;

/**
 * One fork that checks tokens.
 *
 * @param peer the name of a {@link TokenLibrary}, or {@link #NOBODY}
 */
record TokenCase(String peer, Algorithm algorithm, Providers providers) implements Variant {
    static final String NOBODY = "NOBODY";

    /** Reads what {@link #name} wrote, in the fork. */
    static TokenCase named(String name) {
        String[] parts = name.split(" ", 3);
        return new TokenCase(parts[0], Algorithm.valueOf(parts[1]), Providers.valueOf(parts[2]));
    }

    TokenLibrary library() {
        return TokenLibrary.valueOf(peer);
    }

    @Override
    public String parameter() {
        return "tokenCase";
    }

    @Override
    public String name() {
        return peer + " " + algorithm.name() + " " + providers.name();
    }

    @Override
    public String label() {
        String who = peer.equals(NOBODY) ? "" : library().label() + " ";
        return who + algorithm.joseName() + " " + providers.label();
    }
}
