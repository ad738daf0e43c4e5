package dev.zt.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The rows with every sample, as JSON, for a program to compare. */
final class JsonReport {
    private JsonReport() {}

    static void write(Path file, String machine, List<Row> rows) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (Writer writer = Files.newBufferedWriter(file);
                JsonGenerator json = new JsonFactory().createGenerator(writer).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeStringField("machine", machine);
            json.writeArrayFieldStart("rows");
            for (Row row : rows) {
                write(json, row);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, Row row) throws IOException {
        json.writeStartObject();
        json.writeStringField("measured", row.what().strip());
        json.writeStringField("engine", row.engine());
        json.writeStringField("unit", row.unit().symbol);
        json.writeNumberField("median", row.measured().median());
        Row.Against against = row.against();
        if (against != null) {
            json.writeStringField("against", against.what());
            json.writeNumberField("againstMedian", against.samples().median());
            json.writeNumberField(
                    row.comparedIn() == Row.Unit.RATIO ? "ratio" : "difference",
                    row.compared().median());
        }
        json.writeNumberField("spread", row.compared().spread());
        Double bound = row.bound();
        if (bound != null) {
            json.writeNumberField(row.side() == Row.Side.AT_MOST ? "bound" : "leastBound", bound);
            json.writeStringField("verdict", row.verdict().toString());
        }
        write(json, "samples", row.measured());
        if (against != null) {
            write(json, "againstSamples", against.samples());
        }
        json.writeEndObject();
    }

    static void write(JsonGenerator json, String name, Samples samples) throws IOException {
        json.writeArrayFieldStart(name);
        for (double value : samples.values()) {
            json.writeNumber(value);
        }
        json.writeEndArray();
    }
}
