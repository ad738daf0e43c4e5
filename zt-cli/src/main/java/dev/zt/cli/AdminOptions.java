package dev.zt.cli;

import dev.zt.authority.AuthoritySettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which authority an operator speaks to, and by which door. */
final class AdminOptions {
    /** Where an authority keeps its state if nobody says otherwise. */
    static final String DIRECTORY = "zt-authority";

    @ArgGroup
    private Where where = new Where();

    /** The ways to name it. */
    static final class Where {
        @Option(
                names = "--directory",
                paramLabel = "DIR",
                description = "the directory of an authority on this machine; default the one that "
                        + AuthoritySettings.FILE + " names here, else " + DIRECTORY)
        private Optional<Path> directory = Optional.empty();

        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "the settings file of an authority on this machine")
        private Optional<Path> file = Optional.empty();

        @Option(
                names = "--url",
                paramLabel = "URL",
                description =
                        "the origin of an authority whose policy grants zt:admin to the identity that zt.yaml names")
        private Optional<URI> url = Optional.empty();
    }

    AdminDoor open() {
        if (where.url.isPresent()) {
            return HttpsDoor.open(where.url.get());
        }
        return SocketDoor.open(directory());
    }

    private Path directory() {
        if (where.directory.isPresent()) {
            return where.directory.get();
        }
        Path file = where.file.orElse(Path.of(AuthoritySettings.FILE));
        boolean named = where.file.isPresent() || Files.exists(file);
        return named ? AuthoritySettings.read(file).directory() : Path.of(DIRECTORY);
    }
}
