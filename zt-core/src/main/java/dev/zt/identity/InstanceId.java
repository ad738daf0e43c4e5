package dev.zt.identity;

import java.util.Optional;

/**
 * One running container or JVM of a workload.
 *
 * <p>Either the {@code instance} claim that the issuer signed, or, for issuers that sign none, the RFC 7638
 * thumbprint of the instance's key, which several instances may share; unknown where a caller shows no key at all.
 * Immutable; safe to log.
 *
 * @param value 1 to 128 characters of {@code A-Z a-z 0-9 . _ -}
 * @param origin where the value comes from
 */
public record InstanceId(String value, Origin origin) {
    /** The longest value in characters. */
    public static final int MAX_LENGTH = 128;

    private static final InstanceId UNKNOWN = new InstanceId("unknown", Origin.NONE);

    /** Where an instance id comes from, and so how far it tells instances apart. */
    public enum Origin {
        /** The issuer signed it for one instance. */
        SIGNED,
        /** The thumbprint of a key or certificate that several instances may have been handed. */
        KEY_THUMBPRINT,
        /** Nothing: a bearer token shows no key. */
        NONE
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

    /** For callers that show nothing by which their instances could be told apart. */
    public static InstanceId unknown() {
        return UNKNOWN;
    }

    /** Whether other instances may present the same value. */
    public boolean isPossiblyShared() {
        return origin != Origin.SIGNED;
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
