package dev.zt.grpc;

import io.grpc.Metadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Header fields as gRPC holds them: names in lower case, values of ASCII, and binary ones that are nobody's here. */
final class Fields {
    private Fields() {}

    /** All values of a field by its name in any case, in their order; none of a name that no field of text can have. */
    static List<String> values(Metadata metadata, String name) {
        if (!isName(name)) {
            return List.of();
        }
        Iterable<String> found = metadata.getAll(key(name));
        if (found == null) {
            return List.of();
        }
        List<String> values = new ArrayList<>(1);
        found.forEach(values::add);
        return values;
    }

    /** Adds a value behind those that a field has. */
    static void put(Metadata metadata, String name, String value) {
        metadata.put(key(name), value);
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name.toLowerCase(Locale.ROOT), Metadata.ASCII_STRING_MARSHALLER);
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && !name.toLowerCase(Locale.ROOT).endsWith(Metadata.BINARY_HEADER_SUFFIX)
                && name.chars().allMatch(Fields::isNameCharacter);
    }

    private static boolean isNameCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_'
                || c == '.';
    }
}
