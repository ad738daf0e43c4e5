package dev.zt.testkit;

import dev.zt.identity.WorkloadId;
import dev.zt.keys.SignatureProvider;
import dev.zt.own.FileIdentitySource;
import dev.zt.own.IdentitySource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

class FileIdentityContractTest extends IdentitySourceContract {
    @TempDir
    Path directory;

    private final ManualClock clock = ManualClock.at(
            Instant.ofEpochSecond(InstantSource.system().instant().getEpochSecond()));
    private final TestAuthority authority = TestAuthority.of("shop.example", clock);
    private TestWorkload held = authority.issue("/billing");
    private FileIdentitySource source;

    @Override
    protected String name() {
        return "files";
    }

    @Override
    protected IdentitySource open() {
        authority.write(held, directory.resolve("billing"));
        source = new FileIdentitySource(directory.resolve("billing"), SignatureProvider.bouncyCastle(), clock);
        return source;
    }

    @Override
    protected WorkloadId id() {
        return held.id();
    }

    @Override
    protected InstantSource clock() {
        return clock;
    }

    @Override
    protected void renew() {
        held = held.renewed(Duration.ofHours(1));
        authority.write(held, directory.resolve("billing"));
        // Files count once they look the same twice.
        source.refresh();
        source.refresh();
    }
}
