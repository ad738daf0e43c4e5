package dev.zt.identity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A set of scopes, possibly empty. Immutable; iterates in the order of the texts.
 *
 * <p>The text form is the RFC 6749 §3.3 list: scopes with single spaces between them. At most 64 scopes.
 */
public final class Scopes implements Iterable<Scope> {
    /** The most scopes in one set. */
    public static final int MAX_SIZE = 64;

    private static final Scopes NONE = new Scopes(List.of());

    private final List<Scope> sorted;
    // Every decision is recorded with its scopes, so their text is at hand.
    private final String text;

    private Scopes(List<Scope> sorted) {
        this(sorted, sorted.stream().map(Scope::value).collect(Collectors.joining(" ")));
    }

    private Scopes(List<Scope> sorted, String text) {
        this.sorted = sorted;
        this.text = text;
    }

    /** The empty set. */
    public static Scopes none() {
        return NONE;
    }

    /**
     * A set of the given scopes; repeats count once.
     *
     * @throws IllegalArgumentException if one breaks the grammar or there are more than {@value #MAX_SIZE}
     */
    public static Scopes of(String... scopes) {
        return of(Arrays.stream(scopes).map(Scope::of).collect(Collectors.toList()));
    }

    /**
     * A set of the given scopes; repeats count once.
     *
     * @throws IllegalArgumentException if there are more than {@value #MAX_SIZE}
     */
    public static Scopes of(Collection<Scope> scopes) {
        if (scopes.isEmpty()) {
            return NONE;
        }
        List<Scope> sorted = List.copyOf(new TreeSet<>(scopes));
        if (sorted.size() > MAX_SIZE) {
            throw new IllegalArgumentException("at most " + MAX_SIZE + " scopes");
        }
        return new Scopes(sorted);
    }

    /** Reads an untrusted list such as {@code "orders:read orders:write"}; empty text is the empty set. */
    public static Optional<Scopes> parse(String text) {
        if (text.isEmpty()) {
            return Optional.of(NONE);
        }
        if (text.length() > MAX_SIZE * (Scope.MAX_LENGTH + 1)) {
            return Optional.empty();
        }
        List<Scope> scopes = new ArrayList<>();
        for (int start = 0; start <= text.length(); ) {
            int space = text.indexOf(' ', start);
            int end = space < 0 ? text.length() : space;
            Optional<Scope> scope = Scope.parse(text.substring(start, end));
            if (scope.isEmpty() || scopes.size() == MAX_SIZE) {
                return Optional.empty();
            }
            scopes.add(scope.get());
            start = end + 1;
        }
        return Optional.of(isSorted(scopes) ? new Scopes(List.copyOf(scopes), text) : of(scopes));
    }

    // As most issuers write them, so that nothing has to be sorted and written again.
    private static boolean isSorted(List<Scope> scopes) {
        for (int i = 1; i < scopes.size(); i++) {
            if (scopes.get(i - 1).compareTo(scopes.get(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether the set is empty. */
    public boolean isEmpty() {
        return sorted.isEmpty();
    }

    /** How many scopes there are. */
    public int size() {
        return sorted.size();
    }

    /** Whether this scope is in the set. */
    public boolean contains(Scope scope) {
        for (int i = 0; i < sorted.size(); i++) {
            if (sorted.get(i).equals(scope)) {
                return true;
            }
        }
        return false;
    }

    /** Whether every scope of the other set is in this one. Allocates nothing. */
    public boolean containsAll(Scopes others) {
        for (int i = 0; i < others.sorted.size(); i++) {
            if (!contains(others.sorted.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The scopes that are in both sets. */
    public Scopes intersect(Scopes others) {
        if (others.containsAll(this)) {
            return this;
        }
        return of(sorted.stream().filter(others::contains).collect(Collectors.toList()));
    }

    /** The scopes of this set that are not in the other. */
    public Scopes without(Scopes others) {
        return of(sorted.stream().filter(scope -> !others.contains(scope)).collect(Collectors.toList()));
    }

    /**
     * The scopes that are in either set.
     *
     * @throws IllegalArgumentException if there are more than {@value #MAX_SIZE}
     */
    public Scopes union(Scopes others) {
        if (containsAll(others)) {
            return this;
        }
        List<Scope> all = new ArrayList<>(sorted);
        all.addAll(others.sorted);
        return of(all);
    }

    @Override
    public Iterator<Scope> iterator() {
        return sorted.iterator();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Scopes that && sorted.equals(that.sorted);
    }

    @Override
    public int hashCode() {
        return sorted.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
