package dev.zt.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.config.ConfigurationException;
import dev.zt.identity.WorkloadId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
    private static final URI URL = URI.create("https://authority.internal");
    private static final WorkloadId ORDERS = WorkloadId.of("spiffe://shop.example/orders");

    @TempDir
    Path base;

    private StateDirectory open() {
        return StateDirectory.open(base.resolve("state"));
    }

    private static InstanceState held() {
        return InstanceState.of(
                URL,
                ORDERS,
                "hash",
                new InstanceState.Held(InstanceKeys.generate(), "a.b.c", "i-1", List.of(new byte[] {1, 2, 3})));
    }

    @Test
    void keeps_whatIsHeldAndWhatIsAskedFor() {
        InstanceState state = held().with(new InstanceState.Next(InstanceKeys.generate(), ""));
        try (StateDirectory directory = open()) {
            directory.write(state);

            InstanceState read = directory.instance().orElseThrow();
            assertThat(read.toSecretJson()).isEqualTo(state.toSecretJson());
            assertThat(read.held().orElseThrow().certificate().get(0)).containsExactly(1, 2, 3);
            assertThat(read.next().orElseThrow().join()).isEmpty();
        }
    }

    @Test
    void writes_nothingThatOthersMayRead() throws IOException {
        try (StateDirectory directory = open()) {
            directory.write(held());
        }

        assertThat(Files.getPosixFilePermissions(base.resolve("state")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(base.resolve("state/instance.json")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void refuses_aStateThatOthersMayRead() throws IOException {
        try (StateDirectory directory = open()) {
            directory.write(held());
            Files.setPosixFilePermissions(
                    base.resolve("state/instance.json"), PosixFilePermissions.fromString("rw-r--r--"));

            assertThatThrownBy(directory::instance)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("chmod 600");
        }
    }

    @Test
    void refuses_aStateThatIsCutOff() throws IOException {
        try (StateDirectory directory = open()) {
            directory.write(held());
            Path file = base.resolve("state/instance.json");
            Files.writeString(file, Files.readString(file).substring(0, 100));

            assertThatThrownBy(directory::instance)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("join anew");
        }
    }

    @Test
    void gives_oneUserATurnAtATime() {
        try (StateDirectory one = open();
                StateDirectory other = open()) {
            StateDirectory.Turn turn = one.tryTurn().orElseThrow();
            assertThat(other.tryTurn()).isEmpty();
            assertThat(other.tryTurn()).isEmpty();

            turn.close();
            assertThat(other.tryTurn()).isPresent();
        }
    }

    @Test
    void shows_noKey() {
        InstanceState state = held();

        assertThat(state.toString()).doesNotContain("\"d\"").doesNotContain("a.b.c");
    }
}
