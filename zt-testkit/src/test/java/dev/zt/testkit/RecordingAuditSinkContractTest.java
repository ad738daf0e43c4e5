package dev.zt.testkit;

import dev.zt.audit.AuditEvent;
import dev.zt.audit.AuditSink;
import dev.zt.config.Printable;
import java.util.List;

class RecordingAuditSinkContractTest extends AuditSinkContract {
    private final RecordingAuditSink sink = new RecordingAuditSink();

    @Override
    protected String name() {
        return "recording";
    }

    @Override
    protected AuditSink open() {
        return sink;
    }

    @Override
    protected List<String> kept() {
        return sink.events().stream().map(RecordingAuditSinkContractTest::text).toList();
    }

    // It keeps events and no text, so nothing is to be escaped before somebody prints one.
    private static String text(AuditEvent event) {
        StringBuilder text = new StringBuilder();
        event.forEach((field, value) -> text.append(field.key())
                .append("=\"")
                .append(Printable.of(value).replace("\"", "\\u0022"))
                .append("\" "));
        return text.toString();
    }
}
