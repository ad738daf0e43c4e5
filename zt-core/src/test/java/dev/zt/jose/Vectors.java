package dev.zt.jose;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The published vectors in the folder that {@code zt.vectors} names; a test skips where it is absent. */
public final class Vectors {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<SignatureEngine> ENGINES = findEngines();

    private Vectors() {}

    public static JsonNode read(String path) throws IOException {
        Path file = Path.of(System.getProperty("zt.vectors", "")).resolve(path);
        assumeTrue(Files.exists(file), "no vectors: name their directory by -Dzt.vectors=DIR");
        return JSON.readTree(file.toFile());
    }

    /** A part of a vector as the code under test reads it. */
    static JsonObject object(JsonNode node) {
        return object(node.toString());
    }

    static JsonObject object(String json) {
        return Json.object(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Every engine that works here. */
    static Stream<SignatureEngine> engines() {
        return ENGINES.stream();
    }

    private static List<SignatureEngine> findEngines() {
        List<SignatureEngine> engines = new ArrayList<>(List.of(SignatureEngines.bouncyCastle()));
        SignatureEngines.corretto().ifPresent(engines::add);
        SignatureEngines.conscrypt().ifPresent(engines::add);
        return List.copyOf(engines);
    }
}
