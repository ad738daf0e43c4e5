package dev.zt.own;

import dev.zt.config.FileAccess;
import dev.zt.identity.InstanceId;
import dev.zt.identity.WorkloadId;
import dev.zt.keys.SignatureProvider;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * What a state directory holds, for somebody who looks at it without using it. Immutable; holds no secret.
 *
 * @param authority the origin of the authority
 * @param workload which workload the instance is
 * @param issued what was issued last; empty while the first answer is still awaited
 */
public record KeptIdentity(URI authority, WorkloadId workload, Optional<Issued> issued) {
    private static final int MAX_BYTES = 512 << 10;

    /**
     * An identity as it was issued.
     *
     * @param expiry when the token ends
     * @param certificateExpiry when the certificate ends
     */
    public record Issued(InstanceId instance, Instant issuedAt, Instant expiry, Instant certificateExpiry) {}

    /**
     * Looks into a state directory; empty if nobody has joined from there.
     *
     * @throws dev.zt.config.ConfigurationException if the state cannot be read, is open to others, or is damaged
     */
    public static Optional<KeptIdentity> in(Path directory) {
        Path file = directory.resolve(StateDirectory.INSTANCE_FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        InstanceState state = InstanceState.parse(file.toString(), FileAccess.PRIVATE.read(file, MAX_BYTES));
        return Optional.of(new KeptIdentity(
                state.url(), state.workload(), state.held().map(held -> issued(file.toString(), held))));
    }

    private static Issued issued(String source, InstanceState.Held held) {
        Admittance.Usable usable = Admittance.restore(source, held, SignatureProvider.fastest());
        HeldIdentity identity = usable.identity();
        return new Issued(
                identity.instance(),
                identity.issuedAt(),
                identity.expiry(),
                usable.certificate().expiry());
    }
}
