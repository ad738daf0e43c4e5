package dev.zt.testkit;

import dev.zt.audit.AuditSink;
import dev.zt.audit.Slf4jAuditSink;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** What a logger that prints to the error stream, as slf4j-simple does, makes of it. */
class Slf4jAuditSinkContractTest extends AuditSinkContract {
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Override
    protected String name() {
        return "slf4j";
    }

    @Override
    protected AuditSink open() {
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        return new Slf4jAuditSink();
    }

    @Override
    protected List<String> kept() {
        return printed.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("zt.audit."))
                .toList();
    }

    @AfterEach
    void restore() {
        System.setErr(before);
    }
}
