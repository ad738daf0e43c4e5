package dev.zt.jose;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON, and reads one object in UTF-8 strictly: no repeated member (RFC 8725 §3.12 asks for unambiguous input), nothing
 * before and behind it but blanks behind, no byte order mark, no half of a surrogate pair, at most eight levels, names of at
 * most 256 octets as they are written and numbers of at most 64 characters. Stateless.
 */
public final class Json {
    private static final JsonFactory JSON = new JsonFactory();

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

    /** The object that is all of these bytes, from the first on; null for anything else. */
    public static @Nullable JsonObject object(byte[] utf8) {
        return JsonScanner.object(utf8.clone(), 0, utf8.length);
    }
}
