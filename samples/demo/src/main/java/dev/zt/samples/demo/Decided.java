package dev.zt.samples.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * A decision as a service wrote it into its audit file. Immutable.
 *
 * @param who the proven instance by its name in the demo, such as {@code orders-2}; {@link #ANYONE} on a public endpoint,
 *     {@link #UNPROVEN} where nobody was proven
 * @param whom the instance that decided
 * @param call method and path; a path that can be read in several ways is not recorded
 * @param endpoint the policy's name of the endpoint, empty if it lists none
 * @param scopes what the call may do, or what it lacks
 * @param allowed whether the call went on
 * @param reason the rule that allowed it, or the reason of the refusal
 * @param micros how long it took to verify and to decide
 * @param count how many alike decisions about strangers the line stands for
 */
record Decided(
        String who,
        String whom,
        String call,
        String endpoint,
        String scopes,
        boolean allowed,
        String reason,
        long micros,
        long count) {
    static final String ANYONE = "anyone";
    static final String UNPROVEN = "unproven";

    private static final JsonFactory JSON = new JsonFactory();

    /** What the demo calls instances: the name that belongs to an id, or what is given if it knows none. */
    @FunctionalInterface
    interface Names {
        String of(String instance, String otherwise);
    }

    /** The service that an instance is of: its name without the number. */
    static String service(String name) {
        return name.replaceFirst("-[0-9]+$", "");
    }

    /**
     * Reads one line of an audit file.
     *
     * @param whom whose audit file it is
     */
    static Decided parse(String line, String whom, Names names) throws IOException {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser json = JSON.createParser(line)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                fields.put(name, json.getText());
            }
        }
        boolean allowed = text(fields, "outcome").equals("permit");
        String caller = text(fields, "caller");
        return new Decided(
                caller.isEmpty()
                        ? allowed ? ANYONE : UNPROVEN
                        : names.of(text(fields, "instance"), caller.substring(caller.lastIndexOf('/') + 1)),
                whom,
                text(fields, "method") + " " + text(fields, "path"),
                text(fields, "endpoint"),
                text(fields, allowed ? "scopes" : "missing"),
                allowed,
                allowed && !text(fields, "rule").isEmpty() ? text(fields, "rule") : text(fields, "reason"),
                Long.parseLong(fields.getOrDefault("micros", "0")),
                Long.parseLong(fields.getOrDefault("count", "1")));
    }

    private static String text(Map<String, String> fields, String name) {
        return fields.getOrDefault(name, "");
    }
}
