package dev.zt.authority;

import dev.zt.config.PrivateFile;
import dev.zt.config.Settings;
import dev.zt.identity.WorkloadId;
import dev.zt.own.IdentitySource;
import dev.zt.own.Listening;
import dev.zt.own.Membership;
import dev.zt.testkit.IdentitySourceContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** An instance that its authority gives another identity when half the life of the last one is over. */
class AuthorityIdentityContractTest extends IdentitySourceContract {
    @TempDir
    Path directory;

    private Town town;
    private Membership member;

    @Override
    protected String name() {
        return "authority";
    }

    @Override
    protected IdentitySource open() throws IOException {
        town = Town.in(directory.resolve("authority"));
        Path join = directory.resolve("join");
        PrivateFile.replace(join, town.join().toSecretJson().getBytes(StandardCharsets.UTF_8));
        Map<String, String> variables = Map.of(
                "ZT_SERVICE", "orders",
                "ZT_TRUST_DOMAIN", "shop.example",
                "ZT_JOIN_FILE", join.toString(),
                "ZT_STATE_DIRECTORY", directory.resolve("state").toString(),
                "ZT_RELOAD_INTERVAL", "10ms");
        member = Membership.open(Settings.read(variables, directory), Town.SIGNATURES, town.clock);
        return member.identity();
    }

    @Override
    protected WorkloadId id() {
        return Town.ORDERS;
    }

    @Override
    protected InstantSource clock() {
        return town.clock;
    }

    @Override
    protected void renew() throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        // Those who listen are told in the order in which they came.
        try (Listening last = member.identity().onRenewal(told::countDown)) {
            town.clock.advance(Duration.ofMinutes(40));
            if (!told.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError(last + ": " + member.identity().problem());
            }
        }
    }

    @AfterEach
    void end() {
        member.close();
        town.close();
    }
}
