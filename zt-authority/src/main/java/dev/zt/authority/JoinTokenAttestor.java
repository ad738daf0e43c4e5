package dev.zt.authority;

import dev.zt.identity.WorkloadId;
import dev.zt.jose.Base64Url;
import dev.zt.jose.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Believes the tokens of join files. They are kept as hashes, so the state file gives none away. */
final class JoinTokenAttestor implements Attestor {
    private final Database database;

    JoinTokenAttestor(Database database) {
        this.database = database;
    }

    /** What the name of a used token begins with. */
    static final String USE = "join:";

    private record Known(Optional<String> workload, long expiresAt) {}

    @Override
    public Attestation attest(String evidence, Instant now) {
        String hash = hash(evidence);
        Optional<Known> known = database.read(connection -> Database.one(
                connection,
                "SELECT w.id, t.expires_at FROM join_token t LEFT JOIN workload w ON w.name = t.workload"
                        + " WHERE t.hash = ?",
                row -> new Known(Optional.ofNullable(row.getString(1)), row.getLong(2)),
                hash));
        if (known.isEmpty()) {
            return new Attestation.Refused(Refusal.JOIN_TOKEN_UNKNOWN);
        }
        if (now.toEpochMilli() >= known.get().expiresAt()) {
            return new Attestation.Refused(Refusal.JOIN_TOKEN_EXPIRED);
        }
        return known.get()
                .workload()
                .flatMap(WorkloadId::parse)
                .<Attestation>map(id -> new Attestation.Attested(id, USE + hash))
                .orElseGet(() -> new Attestation.Refused(Refusal.WORKLOAD_UNKNOWN));
    }

    static String hash(String token) {
        return Base64Url.encode(Sha256.of(token.getBytes(StandardCharsets.UTF_8)));
    }
}
