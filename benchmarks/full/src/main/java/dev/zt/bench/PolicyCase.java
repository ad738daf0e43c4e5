package dev.zt.bench;

import java.util.List;
import java.util.Locale;

/** One fork that decides. */
record PolicyCase(PolicyLibrary peer, int rules) implements Variant {
    static final List<Integer> SIZES = List.of(10, 1000, 10_000);

    /** Reads what {@link #name} wrote, in the fork. */
    static PolicyCase named(String name) {
        String[] parts = name.split(" ", 2);
        return new PolicyCase(PolicyLibrary.valueOf(parts[0]), Integer.parseInt(parts[1]));
    }

    @Override
    public String parameter() {
        return "policyCase";
    }

    @Override
    public String name() {
        return peer.name() + " " + rules;
    }

    @Override
    public String label() {
        return peer.label() + " " + String.format(Locale.ROOT, "%,d", rules);
    }
}
