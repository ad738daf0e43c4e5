package dev.zt.authority;

import dev.zt.audit.AuditSink;
import dev.zt.audit.JsonLinesAuditSink;
import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Where the authority records, with the file that it opened for it. */
final class Audit implements AutoCloseable {
    private final AuditSink sink;
    private final Optional<JsonLinesAuditSink> file;

    private Audit(AuditSink sink, Optional<JsonLinesAuditSink> file) {
        this.sink = sink;
        this.file = file;
    }

    static Audit open(AuthoritySettings settings) {
        Optional<JsonLinesAuditSink> file = settings.auditFile().map(wanted -> file(wanted, settings));
        return new Audit(file.map(settings.audit()::and).orElse(settings.audit()), file);
    }

    private static JsonLinesAuditSink file(AuthoritySettings.AuditFile wanted, AuthoritySettings settings) {
        try {
            return new JsonLinesAuditSink(wanted.path(), wanted.maxBytes(), settings.clock());
        } catch (UncheckedIOException e) {
            throw new ConfigurationException(Place.of(wanted.path().toString()), "the audit file cannot be written");
        }
    }

    AuditSink sink() {
        return sink;
    }

    @Override
    public void close() {
        file.ifPresent(JsonLinesAuditSink::close);
    }
}
