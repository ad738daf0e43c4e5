package dev.zt.guard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.zt.policy.Endpoint;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes a {@link Coverage} down. */
final class CoverageReport {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Comparator<Mapping> BY_PATTERN =
            Comparator.comparing(Mapping::pattern).thenComparing(Mapping::handler);

    private CoverageReport() {}

    static List<String> lines(Coverage coverage) {
        List<String> lines = new ArrayList<>();
        byMapping(coverage).forEach((mapping, endpoints) -> {
            if (endpoints.isEmpty()) {
                lines.add(mapping + ": denied, no endpoint leads there");
            }
            endpoints.forEach(endpoint ->
                    lines.add(mapping + ": " + endpoint.match() + " (" + endpoint.name() + ") " + demand(endpoint)));
        });
        coverage.unbound()
                .forEach(endpoint -> lines.add("nowhere: " + endpoint.match() + " (" + endpoint.name() + ")"));
        coverage.handlers().forEach(handler -> handler(handler, lines));
        coverage.unhandled()
                .forEach(endpoint -> lines.add("no handler: " + endpoint.match() + " (" + endpoint.name() + ")"));
        coverage.filters()
                .forEach(filter -> lines.add(
                        "filter '" + filter.name() + "' on " + filter.patterns() + ": " + place(filter.order())));
        lines.add("connectors of " + coverage.container() + ": "
                + coverage.connectors()
                        .map(settings -> settings.isEmpty() ? "nothing loosened" : String.join("; ", settings))
                        .orElse("unknown"));
        return lines;
    }

    private static void handler(Coverage.Handler handler, List<String> lines) {
        if (handler.endpoints().isEmpty()) {
            lines.add(handler + ": denied, no endpoint leads there");
        }
        handler.endpoints()
                .forEach(endpoint -> lines.add(
                        handler + ": " + endpoint.match() + " (" + endpoint.name() + ") " + demand(endpoint)));
    }

    private static String place(Coverage.Order order) {
        return switch (order) {
            case AHEAD -> "ahead of the guard";
            case BEHIND -> "behind the guard";
            case BEHIND_GATE -> "behind the gate of a handler";
            case UNKNOWN -> "unknown whether before or behind the guard";
        };
    }

    private static String demand(Endpoint endpoint) {
        if (endpoint.open()) {
            return "is public";
        }
        String scopes = endpoint.requires().isEmpty()
                ? "a grant alone"
                : endpoint.requires().toString();
        return "requires " + scopes + (endpoint.critical() ? ", critical" : "");
    }

    static String json(Coverage coverage) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("container", coverage.container());
            json.writeArrayFieldStart("mappings");
            for (Map.Entry<Mapping, List<Endpoint>> entry : byMapping(coverage).entrySet()) {
                json.writeStartObject();
                json.writeStringField("pattern", entry.getKey().pattern());
                json.writeStringField("handler", entry.getKey().handler());
                endpoints(json, "endpoints", entry.getValue());
                json.writeEndObject();
            }
            json.writeEndArray();
            endpoints(json, "endpoints_without_mapping", coverage.unbound());
            json.writeArrayFieldStart("handlers");
            for (Coverage.Handler handler : coverage.handlers()) {
                json.writeStartObject();
                json.writeStringField("route", handler.route());
                json.writeStringField("handler", handler.name());
                endpoints(json, "endpoints", handler.endpoints());
                json.writeEndObject();
            }
            json.writeEndArray();
            endpoints(json, "endpoints_without_handler", coverage.unhandled());
            filters(json, coverage.filters());
            if (coverage.connectors().isPresent()) {
                texts(json, "connectors", coverage.connectors().get());
            } else {
                json.writeStringField("connectors", "unknown");
            }
            findings(json, coverage.findings());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return text.toString();
    }

    private static void endpoints(JsonGenerator json, String name, List<Endpoint> endpoints) throws IOException {
        json.writeArrayFieldStart(name);
        for (Endpoint endpoint : endpoints) {
            json.writeStartObject();
            json.writeStringField("name", endpoint.name());
            json.writeStringField("match", endpoint.match());
            json.writeBooleanField("public", endpoint.open());
            json.writeBooleanField("critical", endpoint.critical());
            json.writeStringField("requires", endpoint.requires().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void filters(JsonGenerator json, List<Coverage.OtherFilter> filters) throws IOException {
        json.writeArrayFieldStart("filters");
        for (Coverage.OtherFilter filter : filters) {
            json.writeStartObject();
            json.writeStringField("name", filter.name());
            json.writeStringField("class", filter.type());
            texts(json, "patterns", filter.patterns());
            json.writeStringField("order", word(filter.order()));
            // The Servlet API never tells which dispatches a filter is mapped to.
            json.writeStringField("dispatchers", "unknown");
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void findings(JsonGenerator json, List<Coverage.Finding> findings) throws IOException {
        json.writeArrayFieldStart("findings");
        for (Coverage.Finding finding : findings) {
            json.writeStartObject();
            json.writeStringField("gap", word(finding.gap()));
            json.writeStringField("text", finding.text());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void texts(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static Map<Mapping, List<Endpoint>> byMapping(Coverage coverage) {
        Map<Mapping, List<Endpoint>> all = new TreeMap<>(BY_PATTERN);
        coverage.uncovered().forEach(mapping -> all.put(mapping, List.of()));
        coverage.bound().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(Endpoint::match)))
                .forEach(entry -> all.computeIfAbsent(entry.getValue(), unused -> new ArrayList<>())
                        .add(entry.getKey()));
        return all;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
