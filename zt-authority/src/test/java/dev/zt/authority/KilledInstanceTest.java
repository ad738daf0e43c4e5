package dev.zt.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.config.PrivateFile;
import dev.zt.own.KeptIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances that are killed (kill -9) at each thing that the authority says to them while they enrol. */
class KilledInstanceTest {
    private static final int MOST = 40;

    @TempDir
    Path base;

    private Process start(String name) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoneInstance.class.getName())
                .redirectOutput(base.resolve(name + ".out").toFile())
                .redirectError(base.resolve(name + ".err").toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("ZT_"));
        builder.environment()
                .putAll(Map.of(
                        "ZT_TRUST_DOMAIN", "shop.example",
                        "ZT_JOIN_FILE", base.resolve(name + ".join").toString(),
                        "ZT_STATE_DIRECTORY", base.resolve(name).toString()));
        return builder.start();
    }

    private Optional<String> kept(String name) {
        return KeptIdentity.in(base.resolve(name))
                .flatMap(KeptIdentity::issued)
                .map(issued -> issued.instance().value());
    }

    @Tag("thorough")
    @Test
    void enrolsOnce_whereverItIsKilled() throws Exception {
        try (Tap tap = new Tap();
                Town town = Town.in(
                        base.resolve("authority"),
                        builder -> builder.clock(InstantSource.system())
                                .url(URI.create("https://127.0.0.1:" + tap.port())))) {
            tap.to(town.authority().port());
            int step = 1;
            while (wasKilledAt(step, tap, town)) {
                step++;
                assertThat(step).isLessThan(MOST);
            }
            // TLS, nonce, bundle and answer, at the least.
            assertThat(step).isGreaterThan(4);
        }
    }

    private boolean wasKilledAt(int step, Tap tap, Town town) throws Exception {
        String name = "instance-" + step;
        PrivateFile.replace(
                base.resolve(name + ".join"), town.join().toSecretJson().getBytes(StandardCharsets.UTF_8));
        CompletableFuture<Process> running = new CompletableFuture<>();
        AtomicBoolean killed = new AtomicBoolean();
        tap.cut(step, () -> {
            killed.set(true);
            running.join().destroyForcibly();
        });
        running.complete(start(name));
        assertThat(running.get().waitFor(60, TimeUnit.SECONDS)).isTrue();
        boolean died = running.get().exitValue() != 0;
        // Nothing else may end it; what the authority says last may come when it has ended already.
        assertThat(died && !killed.get()).isFalse();
        tap.cut(Integer.MAX_VALUE, () -> {});

        Process again = start(name);
        assertThat(again.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(again.exitValue()).isZero();
        String instance = kept(name).orElseThrow();
        assertThat(town.admin().instances()).hasSize(step);
        assertThat(town.admin().instances()).extracting(InstanceEntry::id).contains(instance);
        assertThat(base.resolve(name + ".join")).doesNotExist();
        return died;
    }
}
