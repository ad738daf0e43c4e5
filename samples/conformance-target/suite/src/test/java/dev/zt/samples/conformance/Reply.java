package dev.zt.samples.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a target answered.
 *
 * @param status 0 if it closed the connection without an answer
 * @param headers by name in lower case, each with its values in order
 */
record Reply(int status, Map<String, List<String>> headers, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static final Reply CLOSED = new Reply(0, Map.of(), "");

    /** The handlers that ran and said so; empty if none did. */
    String handler() {
        return said("handler");
    }

    /** A member of what the handler said; empty if none ran, or if it is null. */
    String said(String member) {
        try {
            JsonNode node = JSON.readTree(body);
            return node == null ? "" : node.path(member).asText("");
        } catch (JsonProcessingException e) {
            // Whatever this is: if a handler's words are in it, then it ran.
            return body.contains("\"handler\"") ? "unreadable " + body : "";
        }
    }

    /** The only value of a header; empty if there is none or several. */
    String header(String name) {
        List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        return values.size() == 1 ? values.get(0) : "";
    }
}
