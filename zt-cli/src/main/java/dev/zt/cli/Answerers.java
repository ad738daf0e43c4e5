package dev.zt.cli;

import dev.zt.config.FileAccess;
import dev.zt.config.PrivateFile;
import dev.zt.identity.WorkloadId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Who answered at which origin, kept beside an identity as one line each: the origin, a space, the SPIFFE ID. */
final class Answerers {
    private static final int MAX_BYTES = 256 << 10;

    private final Path file;

    Answerers(Path directory) {
        this.file = directory.resolve("answerers");
    }

    Optional<WorkloadId> at(String origin) {
        return Optional.ofNullable(read().get(origin)).flatMap(WorkloadId::parse);
    }

    void put(String origin, WorkloadId answerer) {
        Map<String, String> known = read();
        if (answerer.toString().equals(known.put(origin, answerer.toString()))) {
            return;
        }
        String content = known.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue() + "\n")
                .collect(Collectors.joining());
        try {
            PrivateFile.replace(file, content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new CommandFailed("cannot write " + file + " (" + e.getMessage() + ")");
        }
    }

    private Map<String, String> read() {
        Map<String, String> known = new LinkedHashMap<>();
        if (Files.exists(file)) {
            new String(FileAccess.PRIVATE.read(file, MAX_BYTES), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" ", 2))
                    .filter(parts -> parts.length == 2)
                    .forEach(parts -> known.put(parts[0], parts[1]));
        }
        return known;
    }
}
