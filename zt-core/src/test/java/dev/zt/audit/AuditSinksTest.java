package dev.zt.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zt.config.Printable;
import dev.zt.identity.CallerId;
import dev.zt.identity.WorkloadId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditSinksTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path directory;

    private static AuditEvent event(Optional<CallerId> caller, String reason, String path) {
        return new AuditEvent(
                NOW,
                reason.equals("permitted") ? AuditEvent.Outcome.PERMIT : AuditEvent.Outcome.DENY,
                reason.equals("permitted") ? 0 : 401,
                reason,
                caller,
                Optional.empty(),
                12,
                Map.of(AuditField.SERVICE, "orders", AuditField.PATH, path));
    }

    private List<String> write(long maxBytes, AuditEvent... events) throws IOException {
        Path file = directory.resolve("audit.jsonl");
        try (JsonLinesAuditSink sink = new JsonLinesAuditSink(file, maxBytes, () -> NOW)) {
            for (AuditEvent event : events) {
                sink.record(event);
            }
        }
        return Files.readAllLines(file);
    }

    @Test
    void writes_everyNoticeWhole() throws IOException {
        List<AuditEvent> notices = java.util.stream.IntStream.range(0, 3)
                .mapToObj(i -> new AuditEvent(
                        NOW,
                        AuditEvent.Outcome.NOTICE,
                        0,
                        "posture-elevated",
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        Map.of(AuditField.WHY, "incident " + i)))
                .toList();

        List<String> lines = write(1 << 20, notices.toArray(AuditEvent[]::new));

        assertThat(lines).hasSize(3);
        assertThat(lines.get(2)).contains("\"outcome\":\"notice\"").contains("\"why\":\"incident 2\"");
    }

    @Test
    void writes_oneJsonObjectForEachLine() throws IOException {
        WorkloadId caller = WorkloadId.of("spiffe://a/b");
        List<String> lines = write(1 << 20, event(Optional.of(caller), "permitted", "/orders/7"));

        JsonNode json = new ObjectMapper().readTree(lines.get(0));
        assertThat(lines).hasSize(1);
        assertThat(json.get("caller").asText()).isEqualTo("spiffe://a/b");
        assertThat(json.get("time").asText()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(json.get("path").asText()).isEqualTo("/orders/7");
        assertThat(json.get("micros").asText()).isEqualTo("12");
    }

    @Test
    void keeps_hostileTextInOneLine() throws IOException {
        List<String> lines = write(
                1 << 20, event(Optional.empty(), "target-ambiguous", "/a\n{\"outcome\":\"permit\"}\u2028\u001b[31m"));

        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).doesNotContain("\u2028").doesNotContain("\u001b");
        assertThat(new ObjectMapper().readTree(lines.get(0)).get("outcome").asText())
                .isEqualTo("deny");
    }

    @Test
    void counts_alikeRefusalsOfStrangers() throws IOException {
        AuditEvent stranger = event(Optional.empty(), "nothing-presented", "/a");
        List<String> lines =
                write(1 << 20, stranger, stranger, stranger, event(Optional.empty(), "proof-replayed", "/a"));

        assertThat(lines).hasSize(3);
        assertThat(lines.get(2)).contains("\"count\":\"2\"").contains("nothing-presented");
    }

    @Test
    void counts_callsOfStrangersToPublicEndpointsToo() throws IOException {
        AuditEvent open = event(Optional.empty(), "permitted", "/healthz");

        assertThat(write(1 << 20, open, open, open)).hasSize(2);
    }

    @Test
    void counts_noRefusalOfAProvenCaller() throws IOException {
        AuditEvent proven = event(Optional.of(WorkloadId.of("spiffe://a/b")), "not-allowed", "/a");

        assertThat(write(1 << 20, proven, proven, proven)).hasSize(3);
    }

    @Test
    void keeps_theFileToItsOwnerAndUnderItsCap() throws IOException {
        AuditEvent[] events = new AuditEvent[100];
        WorkloadId caller = WorkloadId.of("spiffe://a/b");
        java.util.Arrays.fill(events, event(Optional.of(caller), "permitted", "/orders"));

        write(4096, events);

        Path file = directory.resolve("audit.jsonl");
        assertThat(Files.size(file)).isLessThanOrEqualTo(4096);
        assertThat(Files.size(directory.resolve("audit.jsonl.1"))).isLessThanOrEqualTo(4096);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void writes_againAfterARotationFailed() throws Exception {
        Path obstacle = Files.createDirectory(directory.resolve("audit.jsonl.1"));
        Files.writeString(obstacle.resolve("x"), "x");
        CappedFile file = CappedFile.open(directory.resolve("audit.jsonl"), 100);
        file.append("a".repeat(90) + "\n");
        assertThatThrownBy(() -> file.append("b".repeat(90) + "\n")).isInstanceOf(IOException.class);

        Files.delete(obstacle.resolve("x"));
        Files.delete(obstacle);
        file.append("c".repeat(90) + "\n");

        assertThat(Files.readString(directory.resolve("audit.jsonl"))).startsWith("c");
        file.close();
    }

    @Test
    void writes_toItsOwnNameAfterTheFileWasMovedOrDeleted() throws IOException {
        Path path = directory.resolve("audit.jsonl");
        CappedFile file = CappedFile.open(path, 1000);
        file.append("first\n");
        Files.move(path, directory.resolve("moved"));
        file.append("second\n");
        assertThat(Files.readString(path)).isEqualTo("second\n");

        Files.delete(path);
        file.append("third\n");
        assertThat(Files.readString(path)).isEqualTo("third\n");
        file.close();
    }

    @Test
    void closes_anOpenFileToOthers() throws IOException {
        Path file = Files.writeString(directory.resolve("audit.jsonl"), "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        write(4096, event(Optional.empty(), "never", "/"));

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void redaction_keepsTokensAndNovelsOut() {
        assertThat(Redaction.path("/orders/eyJhbGciOiJFUzI1NiJ9.e30.AAAA/x")).isEqualTo("/orders/.../x");
        assertThat(Redaction.path("/" + "a".repeat(101))).isEqualTo("/...");
        assertThat(Redaction.path("/a".repeat(4000))).hasSizeLessThan(210);
        assertThat(Redaction.method("M".repeat(20_000))).hasSize(35);
    }

    @Test
    void throws_afterItIsClosed() {
        JsonLinesAuditSink sink = new JsonLinesAuditSink(directory.resolve("a.jsonl"), 4096, () -> NOW);
        sink.close();

        assertThatThrownBy(() -> sink.record(event(Optional.empty(), "never", "/")))
                .hasMessageContaining("keep up");
        assertThat(sink.lost()).isOne();
    }

    @Test
    void refuses_fileThatCannotBeOpened() {
        assertThatThrownBy(() -> new JsonLinesAuditSink(directory.resolve("no/such/dir/a.jsonl"), 4096, () -> NOW))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void hands_eachEventToBoth() {
        java.util.ArrayList<AuditEvent> first = new java.util.ArrayList<>();
        java.util.ArrayList<AuditEvent> second = new java.util.ArrayList<>();

        AuditSink both = ((AuditSink) first::add).and(second::add);
        both.record(event(Optional.empty(), "never", "/"));

        assertThat(first).hasSize(1).isEqualTo(second);
    }

    @Test
    void slf4j_writesWithoutFailing() {
        new Slf4jAuditSink().record(event(Optional.empty(), "nothing-presented", "/a b\"=\n"));
        new Slf4jAuditSink().record(event(Optional.empty(), "permitted", "/a"));
    }

    @Test
    void printable_leavesNoControlCharacter() {
        assertThat(Printable.of("a\nb\u001b\u2028\\c")).isEqualTo("a\\u000ab\\u001b\\u2028\\u005cc");
        assertThat(Printable.of("x".repeat(300))).hasSize(203);
    }

    @Test
    void documents_everyField() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "audit.md"));

        for (AuditField field : AuditField.values()) {
            assertThat(page).contains("| `" + field.key() + "` | " + field.meaning() + " |");
        }
    }
}
