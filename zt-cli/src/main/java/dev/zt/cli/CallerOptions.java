package dev.zt.cli;

import dev.zt.config.Settings;
import dev.zt.enrolment.JoinFile;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.own.KeptIdentity;
import dev.zt.own.ServiceIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Who calls: a join file with the state that comes of it, or what {@code zt.yaml} names. */
final class CallerOptions {
    @Option(
            names = "--join",
            paramLabel = "FILE",
            description = "a join file for the first call; later calls use the identity kept, and the file may be gone")
    private Optional<Path> join = Optional.empty();

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "where the identity is kept; default the join file's name with .state")
    private Optional<Path> state = Optional.empty();

    ServiceIdentity open() {
        if (join.isEmpty() && state.isEmpty()) {
            return ServiceIdentity.fromEnvironment();
        }
        Path directory = directory().orElseThrow();
        Optional<Path> file = join.filter(Files::exists);
        Map<String, String> variables = new HashMap<>();
        variables.put("ZT_TRUST_DOMAIN", trustDomain(file, directory).toString());
        variables.put("ZT_STATE_DIRECTORY", directory.toAbsolutePath().toString());
        variables.put("ZT_IDENTITY_SOURCE", "authority");
        file.ifPresent(
                found -> variables.put("ZT_JOIN_FILE", found.toAbsolutePath().toString()));
        return ServiceIdentity.from(Settings.ofVariables(variables, Path.of("")));
    }

    /** Where the identity is kept; empty if {@code zt.yaml} names it. */
    private Optional<Path> directory() {
        return state.or(() -> join.map(file -> Path.of(file + ".state")));
    }

    /** Who answered at an origin at an earlier call; empty where nobody knows. */
    Optional<WorkloadId> answererOf(String origin) {
        return directory().flatMap(kept -> new Answerers(kept).at(origin));
    }

    /** Notes who answered. */
    void remember(String origin, WorkloadId answerer) {
        directory().ifPresent(kept -> new Answerers(kept).put(origin, answerer));
    }

    private TrustDomain trustDomain(Optional<Path> file, Path directory) {
        if (file.isPresent()) {
            return JoinFile.read(file.get()).trustDomain();
        }
        return KeptIdentity.in(directory)
                .map(kept -> kept.workload().trustDomain())
                .orElseThrow(() -> new CommandFailed("there is neither a join file nor an identity kept in " + directory
                        + "; make a file with 'zt join'"));
    }
}
