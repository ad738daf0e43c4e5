package dev.zt.cli;

import dev.zt.config.ConfigurationException;
import dev.zt.config.PrivateFile;
import dev.zt.enrolment.JoinFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zt join}: a file for each new instance, good for one first contact. */
@Command(
        name = "join",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a join file for one new instance of each workload named.",
            "A file works once, for ten minutes at most, and is readable by its owner alone."
        })
final class JoinCommand extends AdminCommand {
    @Parameters(arity = "1..*", paramLabel = "WORKLOAD", description = "a registered workload; named twice, two files")
    private List<String> workloads = List.of();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "where the files go, each named as its workload, with ~ for /")
    private Path directory = Path.of("");

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "how long a file works, 1 to 600; default ${DEFAULT-VALUE}")
    private long seconds = Duration.ofMinutes(10).toSeconds();

    @Override
    void ask(AdminDoor authority, PrintWriter out) {
        try {
            PrivateFile.directory(directory);
            for (String workload : workloads) {
                String join = authority
                        .ask("POST", "/admin/joins", Map.of("workload", workload, "seconds", seconds))
                        .string("join")
                        .orElseThrow(() -> new CommandFailed("the authority gave no join file"));
                Path file = free(workload.replace('/', '~'));
                PrivateFile.replace(file, join.getBytes(StandardCharsets.UTF_8));
                out.println(file);
            }
        } catch (IOException e) {
            throw new CommandFailed("cannot write to " + directory + " (" + e.getMessage() + ")");
        }
    }

    // A file that could still be used stays, so that one command can make several for one workload. No workload's name
    // has a tilde, so none of the names can be another workload's.
    private Path free(String name) {
        Path file = directory.resolve(name);
        for (int next = 2; isUsable(file); next++) {
            file = directory.resolve(name + "~~" + next);
        }
        return file;
    }

    private static boolean isUsable(Path file) {
        try {
            return Files.exists(file)
                    && JoinFile.read(file)
                            .expiry()
                            .isAfter(InstantSource.system().instant());
        } catch (ConfigurationException e) {
            throw new CommandFailed(file + " is there and is no join file; remove it, or name another folder");
        }
    }
}
