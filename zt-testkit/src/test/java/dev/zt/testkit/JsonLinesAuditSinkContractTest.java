package dev.zt.testkit;

import dev.zt.audit.AuditSink;
import dev.zt.audit.JsonLinesAuditSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesAuditSinkContractTest extends AuditSinkContract {
    @TempDir
    Path directory;

    private JsonLinesAuditSink sink;

    @Override
    protected String name() {
        return "json-lines";
    }

    private Path file() {
        return directory.resolve("audit.jsonl");
    }

    @Override
    protected AuditSink open() {
        sink = new JsonLinesAuditSink(file(), 1 << 20, () -> Instant.parse("2026-01-01T00:00:00Z"));
        return sink;
    }

    @Override
    protected List<String> kept() throws IOException {
        sink.close();
        return Files.readAllLines(file());
    }
}
