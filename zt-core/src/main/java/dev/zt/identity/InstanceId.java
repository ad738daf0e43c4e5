package dev.zt.identity;

import java.util.Optional;

/**
 * One running container or JVM of a workload.
 *
 * <p>Either the {@code instance} claim that the issuer signed, or, for issuers that sign none, the RFC 7638
 * thumbprint of the instance's key, which several instances may share. Immutable; safe to log.
 *
 * @param value 1 to 128 characters of {@code A-Z a-z 0-9 . _ -}
 * @param origin where the value comes from
 */
public record InstanceId(String value, Origin origin) {
    /** The longest value in characters. */
    public static final int MAX_LENGTH = 128;

    /** Where an instance id comes from, and so how far it tells instances apart. */
    public enum Origin {
        /** The issuer signed it for one instance. */
        SIGNED,
        /** The thumbprint of a key that an agent may have handed to several instances. */
        KEY_THUMBPRINT
    }

    /**
     * Checks the grammar.
     *
     * @throws IllegalArgumentException if the value breaks it
     */
    public InstanceId {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "an instance id has 1 to " + MAX_LENGTH + " of A-Z, a-z, 0-9, '.', '_' and '-'");
        }
    }

    /** Reads an {@code instance} claim; empty if it breaks the grammar. */
    public static Optional<InstanceId> parse(String claim) {
        return isValid(claim) ? Optional.of(new InstanceId(claim, Origin.SIGNED)) : Optional.empty();
    }

    /** Names an instance by the thumbprint of its key (RFC 7638). */
    public static InstanceId ofKey(String thumbprint) {
        return new InstanceId(thumbprint, Origin.KEY_THUMBPRINT);
    }

    /** Whether other instances may present the same value. */
    public boolean isPossiblyShared() {
        return origin == Origin.KEY_THUMBPRINT;
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean isValid(String value) {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!Ascii.isLetterOrDigit(c) && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }
}
