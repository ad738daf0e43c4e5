package dev.zt.identity;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A service's identity: a SPIFFE ID with a path, such as {@code spiffe://shop.example/orders} (SPIFFE-ID §2).
 *
 * <p>Compared as a whole and by exact text: no case folding, no percent-decoding, no dot segments, so an identifier
 * that needs normalising is refused instead. A path is required, because the bare trust domain names its authority
 * and not a workload. At most 2,048 characters. Immutable; {@link #toString()} is the URI, plain ASCII by grammar
 * and therefore safe to log.
 */
public final class WorkloadId implements CallerId, Comparable<WorkloadId> {
    /** The longest identifier in characters (SPIFFE-ID §2.3). */
    public static final int MAX_LENGTH = 2048;

    private static final String SCHEME = "spiffe://";

    private final String uri;
    private final TrustDomain trustDomain;

    private WorkloadId(String uri, TrustDomain trustDomain) {
        this.uri = uri;
        this.trustDomain = trustDomain;
    }

    /** Reads untrusted text; empty if it is not exactly the identifier of a workload. */
    public static Optional<WorkloadId> parse(String text) {
        if (text.length() > MAX_LENGTH || !text.startsWith(SCHEME)) {
            return Optional.empty();
        }
        int slash = text.indexOf('/', SCHEME.length());
        if (slash < 0 || pathFault(text, slash) != null) {
            return Optional.empty();
        }
        return TrustDomain.parse(text.substring(SCHEME.length(), slash)).map(domain -> new WorkloadId(text, domain));
    }

    /**
     * Takes an identifier that the programmer or operator wrote.
     *
     * @throws IllegalArgumentException naming the rule that the text breaks
     */
    public static WorkloadId of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(fault(text)));
    }

    /** The trust domain whose keys alone may speak for this workload. */
    public TrustDomain trustDomain() {
        return trustDomain;
    }

    @Override
    public TrustDomain issuer() {
        return trustDomain;
    }

    /** The path, with its leading slash. */
    public String path() {
        return uri.substring(SCHEME.length() + trustDomain.name().length());
    }

    @Override
    public int compareTo(WorkloadId other) {
        return uri.compareTo(other.uri);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WorkloadId that && uri.equals(that.uri);
    }

    @Override
    public int hashCode() {
        return uri.hashCode();
    }

    @Override
    public String toString() {
        return uri;
    }

    private static String fault(String text) {
        if (text.length() > MAX_LENGTH) {
            return "a workload id has at most " + MAX_LENGTH + " characters";
        }
        if (!text.startsWith(SCHEME)) {
            return "a workload id starts with spiffe:// (lower case)";
        }
        int slash = text.indexOf('/', SCHEME.length());
        if (slash < 0) {
            return "a workload id needs a path after the trust domain, as in spiffe://shop.example/orders";
        }
        String fault = pathFault(text, slash);
        return fault != null ? fault : "a trust domain holds 1 to 255 of a-z, 0-9, '.', '-' and '_' (lower case)";
    }

    // SPIFFE-ID §2.2: segments of [a-zA-Z0-9.-_], none empty, none '.' or '..', no trailing slash.
    private static @Nullable String pathFault(String text, int slash) {
        int start = slash + 1;
        for (int i = start; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '/') {
                if (i == start) {
                    return "a workload id has no empty path segment and no trailing slash";
                }
                if (isDotSegment(text, start, i)) {
                    return "a workload id has no '.' or '..' path segment";
                }
                start = i + 1;
            } else if (!isPathCharacter(text.charAt(i))) {
                return "the path of a workload id holds only letters, digits, '.', '-' and '_'";
            }
        }
        return null;
    }

    private static boolean isDotSegment(String text, int start, int end) {
        return text.charAt(start) == '.' && (end - start == 1 || (end - start == 2 && text.charAt(start + 1) == '.'));
    }

    private static boolean isPathCharacter(char c) {
        return Ascii.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_';
    }
}
