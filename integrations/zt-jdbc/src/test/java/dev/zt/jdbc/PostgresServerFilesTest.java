package dev.zt.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.zt.testkit.RenewableWorkload;
import dev.zt.testkit.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerFilesTest {
    private final TestAuthority authority = TestAuthority.of("shop.example", InstantSource.system());
    private final RenewableWorkload database = RenewableWorkload.of(authority, "/database");
    private final LinkedBlockingQueue<String> reloads = new LinkedBlockingQueue<>();

    @TempDir
    private Path directory;

    @Test
    void writes_whatOnlyTheirOwnerMayRead() throws Exception {
        try (PostgresServerFiles files = PostgresServerFiles.keep(database.identity(), directory, () -> {})) {
            assertThat(files.problem()).isEmpty();
            try (Stream<Path> all = Files.list(directory)) {
                assertThat(all)
                        .hasSize(3)
                        .allSatisfy(
                                file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                        .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void hasTheServerReadThemAgain_afterARenewal() throws Exception {
        try (PostgresServerFiles files =
                PostgresServerFiles.keep(database.identity(), directory, () -> reloads.add("reloaded"))) {
            database.renew();
            assertThat(reloads.poll(20, TimeUnit.SECONDS)).isEqualTo("reloaded");
            assertThat(Files.readString(directory.resolve(PostgresServerFiles.CERTIFICATE)))
                    .isEqualTo(database.current().certificate().chainPem());
            assertThat(files.problem()).isEmpty();
        }
    }

    @Test
    void believes_newAuthoritiesBesideTheOldOnes() throws Exception {
        try (PostgresServerFiles files =
                PostgresServerFiles.keep(database.identity(), directory, () -> reloads.add("reloaded"))) {
            authority.rotateBeside();
            assertThat(reloads.poll(20, TimeUnit.SECONDS)).isEqualTo("reloaded");
            assertThat(Files.readString(directory.resolve(PostgresServerFiles.AUTHORITIES)))
                    .containsPattern("(?s)(BEGIN CERTIFICATE.*){2}");
            assertThat(files.problem()).isEmpty();
        }
    }

    @Test
    void triesAgain_whereTheServerDoesNotReadThem() throws Exception {
        LinkedBlockingQueue<String> failures = new LinkedBlockingQueue<>(1);
        try (PostgresServerFiles files = PostgresServerFiles.keep(database.identity(), directory, () -> {
            if (failures.offer("failed")) {
                throw new IllegalStateException("the server is away");
            }
            reloads.add("reloaded");
        })) {
            database.renew();
            assertThat(reloads.poll(20, TimeUnit.SECONDS)).isEqualTo("reloaded");
            assertThat(failures).hasSize(1);
            assertThat(files).isNotNull();
        }
    }

    @Test
    void refuses_anIdentityWithoutCertificate() {
        database.lose();
        assertThatIllegalStateException()
                .isThrownBy(() -> PostgresServerFiles.keep(database.identity(), directory, () -> {}))
                .withMessageContaining("no certificate");
        assertThat(directory).isEmptyDirectory();
    }
}
