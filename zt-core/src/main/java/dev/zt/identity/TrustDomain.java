package dev.zt.identity;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The realm of one identity authority, such as {@code shop.example} (SPIFFE-ID §2.1).
 *
 * <p>1 to 255 characters of {@code a-z 0-9 . - _}. Upper case is refused, not folded, and names that look like DNS
 * names or addresses get no special treatment here. Immutable.
 *
 * @param name the name, without a scheme
 */
public record TrustDomain(String name) implements Issuer, Comparable<TrustDomain> {
    /** The longest name in characters, the limit of a host in RFC 3986 as SPIFFE-ID §2.3 takes it. */
    public static final int MAX_LENGTH = 255;

    /**
     * Checks the grammar.
     *
     * @throws IllegalArgumentException if the name breaks it
     */
    public TrustDomain {
        String fault = fault(name);
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
    }

    /** Reads untrusted text; empty if it is not exactly a trust domain name. */
    public static Optional<TrustDomain> parse(String text) {
        return fault(text) == null ? Optional.of(new TrustDomain(text)) : Optional.empty();
    }

    /**
     * Takes a name that the programmer or operator wrote.
     *
     * @throws IllegalArgumentException if the name breaks the grammar
     */
    public static TrustDomain of(String name) {
        return new TrustDomain(name);
    }

    /** Whether the name is a dotted IPv4 address, which WIMSE forbids as a trust domain and SPIFFE does not. */
    public boolean looksLikeAddress() {
        int dots = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '.') {
                dots++;
            } else if (c < '0' || c > '9') {
                return false;
            }
        }
        return dots == 3;
    }

    @Override
    public int compareTo(TrustDomain other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }

    private static @Nullable String fault(String name) {
        if (name.isEmpty()) {
            return "a trust domain must not be empty";
        }
        if (name.length() > MAX_LENGTH) {
            return "a trust domain has at most " + MAX_LENGTH + " characters";
        }
        for (int i = 0; i < name.length(); i++) {
            if (!isNameCharacter(name.charAt(i))) {
                return "a trust domain holds only a-z, 0-9, '.', '-' and '_' (lower case)";
            }
        }
        return null;
    }

    private static boolean isNameCharacter(char c) {
        return Ascii.isLowerOrDigit(c) || c == '.' || c == '-' || c == '_';
    }
}
