package dev.zt.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFilesTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

    @TempDir
    Path directory;

    private Path first;
    private Path second;

    @BeforeEach
    void write() throws IOException {
        first = Files.writeString(directory.resolve("first"), "1");
        second = Files.writeString(directory.resolve("second"), "1");
    }

    private WatchedFiles<String> open() {
        return WatchedFiles.open(
                List.of(first, second),
                FileAccess.TRUSTED,
                100,
                (contents, before) -> {
                    String a = new String(contents.get(0), StandardCharsets.UTF_8);
                    String b = new String(contents.get(1), StandardCharsets.UTF_8);
                    if (!a.equals(b)) {
                        throw new ConfigurationException(Place.of("pair"), "do not match");
                    }
                    return a;
                },
                CLOCK);
    }

    @Test
    void replaces_theValueWhenAllFilesChanged() throws IOException {
        WatchedFiles<String> files = open();

        Files.writeString(first, "2");
        assertThat(files.refresh()).isFalse();
        assertThat(files.problem()).isEmpty();
        assertThat(files.refresh()).isFalse();
        assertThat(files.value()).isEqualTo("1");
        assertThat(files.problem()).contains("pair: do not match");

        Files.writeString(second, "2");
        assertThat(files.refresh()).isFalse();
        assertThat(files.refresh()).isTrue();
        assertThat(files.value()).isEqualTo("2");
        assertThat(files.generation()).isEqualTo(2);
        assertThat(files.problem()).isEmpty();
    }

    @Test
    void keeps_theValueWhenAFileDisappears() throws IOException {
        WatchedFiles<String> files = open();

        Files.delete(first);

        assertThat(files.refresh()).isFalse();
        assertThat(files.value()).isEqualTo("1");
        assertThat(files.problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("no such file"));
    }

    @Test
    void keeps_theGenerationWhenNothingChanged() {
        WatchedFiles<String> files = open();

        assertThat(files.refresh()).isFalse();
        assertThat(files.generation()).isEqualTo(1);
    }

    @Test
    void refuses_aFileBeyondTheLimit() throws IOException {
        Files.writeString(first, "x".repeat(101));

        assertThatThrownBy(this::open).hasMessageContaining("larger than 100 bytes");
    }

    @Test
    void refuses_aPrivateFileThatOthersMayRead() throws IOException {
        Files.setPosixFilePermissions(first, PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> FileAccess.PRIVATE.read(first, 100)).hasMessageContaining("chmod 600");
    }

    @Test
    void reads_aPrivateFile() throws IOException {
        Files.setPosixFilePermissions(first, PosixFilePermissions.fromString("rw-------"));

        assertThat(FileAccess.PRIVATE.read(first, 100)).isEqualTo(new byte[] {'1'});
    }

    @Test
    void takes_noContentThatIsStillBeingWritten() throws IOException {
        WatchedFiles<String> files = open();
        for (String growing : List.of("2", "23", "234")) {
            Files.writeString(first, growing);
            Files.writeString(second, growing);
            assertThat(files.refresh()).isFalse();
        }
        assertThat(files.value()).isEqualTo("1");

        assertThat(files.refresh()).isTrue();
        assertThat(files.value()).isEqualTo("234");
    }

    @Test
    void keeps_theValueWhateverTheReaderThrows() throws IOException {
        WatchedFiles<String> files = WatchedFiles.open(
                List.of(first),
                FileAccess.TRUSTED,
                100,
                (contents, before) -> {
                    if (contents.get(0)[0] != '1') {
                        throw new IllegalStateException("a bug");
                    }
                    return "good";
                },
                CLOCK);
        Files.writeString(first, "2");
        files.refresh();

        assertThat(files.refresh()).isFalse();
        assertThat(files.value()).isEqualTo("good");
        assertThat(files.problem()).contains("cannot be read: IllegalStateException");
    }
}
