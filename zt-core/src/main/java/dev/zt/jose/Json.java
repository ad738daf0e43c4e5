package dev.zt.jose;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON, and reads one object in UTF-8 strictly: no repeated member (RFC 8725 §3.12 asks for unambiguous input), nothing
 * behind it, no byte order mark, at most eight levels and 18 digits. Stateless.
 */
public final class Json {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_DIGITS = 18;
    private static final Object NULL = new Object();
    private static final Object OTHER_NUMBER = new Object();

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(64)
                    .maxNameLength(256)
                    .build())
            .build();

    private Json() {}

    /** Writes an object: the values are texts, whole numbers, lists and maps of such. */
    public static String write(Map<String, ?> members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(text)) {
            write(generator, members);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator generator, Object value) throws IOException {
        if (value instanceof Map<?, ?> members) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> member : members.entrySet()) {
                generator.writeFieldName(String.valueOf(member.getKey()));
                write(generator, member.getValue());
            }
            generator.writeEndObject();
        } else if (value instanceof List<?> elements) {
            generator.writeStartArray();
            for (Object element : elements) {
                write(generator, element);
            }
            generator.writeEndArray();
        } else if (value instanceof Long number) {
            generator.writeNumber(number);
        } else if (value instanceof String string) {
            generator.writeString(string);
        } else {
            throw new IllegalArgumentException("no JSON for " + value.getClass());
        }
    }

    /** The object that is all of these bytes; null for anything else. */
    public static @Nullable JsonObject object(byte[] utf8) {
        // A first '{' and a second byte that is not zero leave Jackson no encoding to guess but UTF-8.
        if (utf8.length < 2 || utf8[0] != '{' || utf8[1] == 0 || !isUtf8(utf8)) {
            return null;
        }
        try (JsonParser parser = JSON.createParser(utf8)) {
            parser.nextToken();
            JsonObject object = object(parser);
            return object != null && parser.nextToken() == null ? object : null;
        } catch (IOException e) {
            return null;
        }
    }

    // Jackson reads overlong sequences as what they stand for; the JDK's decoder does not. Most tokens are ASCII.
    private static boolean isUtf8(byte[] bytes) {
        for (byte octet : bytes) {
            if (octet < 0) {
                return isDecodable(bytes);
            }
        }
        return true;
    }

    private static boolean isDecodable(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static @Nullable JsonObject object(JsonParser parser) throws IOException {
        Map<String, Object> members = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            Object value = value(parser, parser.nextToken());
            if (value == null || members.put(name, value) != null) {
                return null;
            }
        }
        return new JsonObject(Collections.unmodifiableMap(members));
    }

    private static @Nullable List<Object> array(JsonParser parser) throws IOException {
        List<Object> elements = new ArrayList<>();
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            Object element = value(parser, next);
            if (element == null) {
                return null;
            }
            elements.add(element);
        }
        return Collections.unmodifiableList(elements);
    }

    private static @Nullable Object value(JsonParser parser, @Nullable JsonToken token) throws IOException {
        if (token == null) {
            return null;
        }
        return switch (token) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT ->
                parser.getTextLength() <= MAX_DIGITS ? (Object) parser.getLongValue() : OTHER_NUMBER;
            case VALUE_NUMBER_FLOAT -> OTHER_NUMBER;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> NULL;
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            default -> null;
        };
    }
}
