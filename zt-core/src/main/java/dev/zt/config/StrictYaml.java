package dev.zt.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the part of YAML that says one thing only: mappings, lists and scalars, in UTF-8, one document.
 *
 * <p>Repeated keys, anchors, aliases, tags, a second document, more than 16 levels and more than 1 MiB are errors.
 * Stateless.
 */
public final class StrictYaml {
    /** The largest document in bytes. */
    public static final int MAX_BYTES = 1 << 20;

    private static final int MAX_DEPTH = 16;
    private static final YAMLFactory YAML = new YAMLFactory();

    private final String source;
    private final YAMLParser parser;

    private StrictYaml(String source, YAMLParser parser) {
        this.source = source;
        this.parser = parser;
    }

    /**
     * Reads a document whose root is a mapping.
     *
     * @param source the name for places, usually the file's
     * @throws ConfigurationException at the first place that is not strict YAML
     */
    public static Fields read(String source, byte[] content) {
        if (content.length > MAX_BYTES) {
            throw new ConfigurationException(Place.of(source), "larger than " + MAX_BYTES + " bytes");
        }
        try (YAMLParser parser = YAML.createParser(utf8(source, content))) {
            return new StrictYaml(source, parser).document();
        } catch (JsonProcessingException e) {
            String problem = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
            throw new ConfigurationException(place(source, e.getLocation()), "not YAML: " + Printable.of(problem));
        } catch (IOException e) {
            throw new ConfigurationException(Place.of(source), "not YAML");
        }
    }

    private static String utf8(String source, byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(Place.of(source), "not UTF-8; save the file as UTF-8");
        }
    }

    private Fields document() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new ConfigurationException(Place.of(source), "the document is empty");
        }
        Fields root = node(first, 0).fields();
        if (parser.nextToken() != null) {
            throw new ConfigurationException(here(), "a second document; keep one per file");
        }
        return root;
    }

    private Node node(@Nullable JsonToken token, int depth) throws IOException {
        Place place = here();
        refuseReferences(place);
        if (depth > MAX_DEPTH) {
            throw new ConfigurationException(place, "nested deeper than " + MAX_DEPTH + " levels");
        }
        if (token == JsonToken.START_OBJECT) {
            return mapping(place, depth);
        }
        if (token == JsonToken.START_ARRAY) {
            List<Node> values = new ArrayList<>();
            for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                values.add(node(next, depth + 1));
            }
            return new Node.Items(place, values);
        }
        return scalar(place, token);
    }

    private Fields mapping(Place place, int depth) throws IOException {
        Map<String, Fields.Field> fields = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            Place keyPlace = here();
            refuseReferences(keyPlace);
            String name = parser.currentName();
            Node value = node(parser.nextToken(), depth + 1);
            Fields.Field before = fields.putIfAbsent(name, new Fields.Field(keyPlace, value));
            if (before != null) {
                throw new ConfigurationException(
                        keyPlace,
                        "key '" + Printable.of(name) + "' repeated; first at line "
                                + before.place().line());
            }
        }
        return new Fields(place, fields);
    }

    private Node.Scalar scalar(Place place, @Nullable JsonToken token) throws IOException {
        if (token == null) {
            throw new ConfigurationException(place, "the document ends too early");
        }
        return switch (token) {
            case VALUE_STRING -> text(place, parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                new Node.Scalar(place, parser.getText(), Node.Scalar.Type.NUMBER);
            case VALUE_TRUE, VALUE_FALSE -> new Node.Scalar(place, parser.getText(), Node.Scalar.Type.BOOLEAN);
            case VALUE_NULL -> new Node.Scalar(place, "", Node.Scalar.Type.EMPTY);
            default -> throw new ConfigurationException(place, "unexpected " + token);
        };
    }

    // Nothing behind a colon is read as empty text, and nobody who writes it means that.
    private static Node.Scalar text(Place place, String text) {
        return new Node.Scalar(place, text, text.isEmpty() ? Node.Scalar.Type.EMPTY : Node.Scalar.Type.TEXT);
    }

    private void refuseReferences(Place place) throws IOException {
        if (parser.isCurrentAlias() || parser.getObjectId() != null) {
            throw new ConfigurationException(place, "anchors and aliases are not allowed; repeat the value");
        }
        if (parser.getTypeId() != null) {
            throw new ConfigurationException(place, "tags are not allowed");
        }
    }

    private Place here() {
        return place(source, parser.currentTokenLocation());
    }

    private static Place place(String source, @Nullable JsonLocation location) {
        return location == null
                ? Place.of(source)
                : new Place(source, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }
}
