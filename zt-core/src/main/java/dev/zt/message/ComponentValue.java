package dev.zt.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The value of a component in a message (RFC 9421 §2.1, §2.2). Null where the message has no such part, and where the
 * component is not known. That a field is one line of ASCII is for whoever writes it into one to see to.
 */
final class ComponentValue {
    private ComponentValue() {}

    static @Nullable String of(Component component, Message message) {
        if (!component.isWhole()) {
            return null;
        }
        if (!component.isOfRequest()) {
            return of(component.name(), message);
        }
        // RFC 9421 §2.4: only a response has a request that it answers.
        return message instanceof Message.Response response ? of(component.name(), response.request()) : null;
    }

    private static @Nullable String of(String name, Message message) {
        if (!name.startsWith("@")) {
            return Grammar.isFieldName(name) ? joined(message.fields().values(name)) : null;
        }
        if (message instanceof Message.Request request) {
            return derived(name, request);
        }
        return message instanceof Message.Response response && name.equals("@status") ? status(response) : null;
    }

    private static @Nullable String joined(List<String> values) {
        if (values.isEmpty()) {
            return null;
        }
        if (values.size() == 1) {
            return trimmed(values.get(0));
        }
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            joined.append(i == 0 ? "" : ", ").append(trimmed(values.get(i)));
        }
        return joined.toString();
    }

    // Spaces and tabs alone: strip() would take what HTTP does not.
    private static String trimmed(String value) {
        int start = 0;
        int end = value.length();
        while (start < end && isBlank(value.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static @Nullable String status(Message.Response response) {
        return response.status() >= 100 && response.status() <= 999 ? Integer.toString(response.status()) : null;
    }

    private static @Nullable String derived(String name, Message.Request request) {
        return switch (name) {
            case "@method" -> Grammar.isMethod(request.method()) ? request.method() : null;
            case "@path" -> path(request);
            case "@query" -> query(request);
            case "@request-target" -> target(request);
            case "@authority" -> authority(request);
            case "@scheme" -> scheme(request);
            case "@target-uri" -> targetUri(request);
            default -> null;
        };
    }

    private static @Nullable String path(Message.Request request) {
        return Grammar.isVisible(request.path(), "?#") ? request.path() : null;
    }

    // RFC 9421 §2.2.7: without a query the value is the question mark alone.
    private static @Nullable String query(Message.Request request) {
        String query = request.query();
        if (query == null) {
            return "?";
        }
        return Grammar.isVisible(query, "#") ? "?" + query : null;
    }

    private static @Nullable String target(Message.Request request) {
        String path = path(request);
        String query = query(request);
        if (path == null || query == null) {
            return null;
        }
        return request.query() == null ? path : path + query;
    }

    private static @Nullable String targetUri(Message.Request request) {
        String scheme = scheme(request);
        String authority = authority(request);
        String target = target(request);
        return scheme == null || authority == null || target == null ? null : scheme + "://" + authority + target;
    }

    private static @Nullable String scheme(Message.Request request) {
        String scheme = request.scheme();
        return scheme.equals("https") || scheme.equals("http") ? scheme : null;
    }

    private static @Nullable String authority(Message.Request request) {
        return request.authority().isEmpty() || !Grammar.isVisible(request.authority(), "/?#@")
                ? null
                : request.authority();
    }
}
