package dev.zt.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The servers' rows with every round, as JSON, for a program to compare. */
final class EdgeReport {
    private EdgeReport() {}

    static void write(Path file, String machine, EdgeSettings settings, List<EdgeRow> rows) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (Writer writer = Files.newBufferedWriter(file);
                JsonGenerator json = new JsonFactory().createGenerator(writer).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeStringField("machine", machine);
            json.writeStringField("settings", settings.toString());
            json.writeArrayFieldStart("rows");
            for (EdgeRow row : rows) {
                write(json, row);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, EdgeRow row) throws IOException {
        json.writeStartObject();
        json.writeStringField("edge", row.edge().label());
        json.writeStringField("engine", row.edge().engineLabel());
        Double bound = row.edge().bound();
        if (bound != null) {
            json.writeNumberField("bound", bound);
            json.writeStringField("verdict", row.verdict().toString());
        }
        JsonReport.write(json, "requestsPerSecond", row.rate());
        JsonReport.write(json, "p50Micros", row.p50());
        JsonReport.write(json, "p99Micros", row.p99());
        JsonReport.write(json, "serverCpuMicros", row.cpu());
        JsonReport.write(json, "ofBare", row.ofBare());
        Samples ofCheck = row.ofCheck();
        if (ofCheck != null) {
            JsonReport.write(json, "ofCheck", ofCheck);
        }
        json.writeEndObject();
    }
}
