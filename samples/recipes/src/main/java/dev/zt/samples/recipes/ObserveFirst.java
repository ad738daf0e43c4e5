package dev.zt.samples.recipes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Lists what a policy in {@code mode: observe} let pass and {@code mode: enforce} would deny, out of the audit file: each line
 * is an edge to be written under {@code allow}, or a call to be ended.
 */
public final class ObserveFirst {
    private ObserveFirst() {}

    public static void main(String[] args) throws IOException {
        TreeSet<String> missing = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            Map<String, String> event = read(line);
            if ("true".equals(event.get("observed"))) {
                missing.add("- {id: ?, caller: " + event.get("caller") + ", to: " + event.get("endpoint") + "}");
            }
        }
        List.copyOf(missing).forEach(System.out::println);
    }

    private static Map<String, String> read(String line) throws IOException {
        Map<String, String> event = new HashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(line)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken().isScalarValue()) {
                    event.put(name, parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
        }
        return event;
    }
}
