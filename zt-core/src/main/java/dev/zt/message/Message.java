package dev.zt.message;

import org.jspecify.annotations.Nullable;

/** The head of a message, as far as a signature can cover it. What it holds may be hostile: it is only compared. */
public sealed interface Message {
    /** The header fields. */
    MessageFields fields();

    /**
     * A request.
     *
     * @param method the method as sent; it has a case
     * @param scheme {@code https} or {@code http}; empty if it is not known
     * @param authority host and port as sent; empty if they are not known, and then nothing can cover them
     * @param path the path as sent, without query; an empty one is {@code /}
     * @param query the query as sent, without its question mark; null if there is none
     * @param fields the header fields
     */
    record Request(
            String method,
            String scheme,
            String authority,
            String path,
            @Nullable String query,
            MessageFields fields) implements Message {
        /** Empty paths become {@code /}; scheme and authority their normal form (RFC 9421 §2.2.3, RFC 9110 §4.2.3). */
        public Request {
            path = path.isEmpty() ? "/" : path;
            scheme = Grammar.lowerCase(scheme);
            authority = withoutDefaultPort(scheme, Grammar.lowerCase(authority));
        }

        /** A request of which no signature covers scheme and authority. */
        public static Request of(String method, String path, @Nullable String query, MessageFields fields) {
            return new Request(method, "", "", path, query, fields);
        }

        private static String withoutDefaultPort(String scheme, String authority) {
            String port = scheme.equals("https") ? ":443" : scheme.equals("http") ? ":80" : "";
            return authority.endsWith(port) ? authority.substring(0, authority.length() - port.length()) : authority;
        }

        @Override
        public String toString() {
            return "Request";
        }
    }

    /**
     * A response.
     *
     * @param status the status code
     * @param fields its header fields
     * @param request the request it answers: on the side of the client as it was sent, else as it was received
     */
    record Response(int status, MessageFields fields, Request request) implements Message {
        @Override
        public String toString() {
            return "Response[" + status + "]";
        }
    }
}
