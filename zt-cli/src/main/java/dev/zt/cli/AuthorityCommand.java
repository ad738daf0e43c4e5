package dev.zt.cli;

import dev.zt.authority.Authority;
import dev.zt.authority.AuthoritySettings;
import dev.zt.identity.TrustDomain;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code zt authority}: runs until it is told to stop, and lets what has begun end. */
@Command(
        name = "authority",
        mixinStandardHelpOptions = true,
        description = {
            "Runs an authority until it is stopped.",
            "Reads " + AuthoritySettings.FILE + " where it stands, unless a trust domain is named."
        })
final class AuthorityCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup
    private Source source = new Source();

    /** Either a file, or what a first try needs. */
    static final class Source {
        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "the settings file; default " + AuthoritySettings.FILE)
        private Optional<Path> file = Optional.empty();

        @ArgGroup(exclusive = false)
        private @Nullable Stated stated;
    }

    /** Settings without a file. */
    static final class Stated {
        @Option(
                names = "--trust-domain",
                required = true,
                paramLabel = "NAME",
                description = "whose identities it issues")
        private String trustDomain = "";

        @Option(
                names = "--directory",
                paramLabel = "DIR",
                description = "holds all that it keeps; default ${DEFAULT-VALUE}")
        private Path directory = Path.of(AdminOptions.DIRECTORY);

        @Option(
                names = "--host",
                paramLabel = "HOST",
                description = "the address to listen on; default ${DEFAULT-VALUE}")
        private String host = "127.0.0.1";

        @Option(names = "--port", paramLabel = "PORT", description = "the port to listen on; default ${DEFAULT-VALUE}")
        private int port = 8443;

        @Option(
                names = "--url",
                paramLabel = "URL",
                description = "the origin that instances call; default the address")
        private Optional<URI> url = Optional.empty();

        AuthoritySettings settings() {
            AuthoritySettings.Builder builder = AuthoritySettings.builder(directory, TrustDomain.of(trustDomain))
                    .listen(host, port);
            url.ifPresent(builder::url);
            return builder.build();
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        // Its log is its voice; a command that only asks keeps quiet.
        System.setProperty("org.slf4j.simpleLogger.log.dev.zt", "info");
        AuthoritySettings settings = settings();
        CountDownLatch stopped = new CountDownLatch(1);
        Authority authority = Authority.start(settings);
        Thread stopping = new Thread(
                () -> {
                    authority.close();
                    stopped.countDown();
                },
                "zt-authority-stop");
        Runtime.getRuntime().addShutdownHook(stopping);
        PrintWriter out = spec.commandLine().getOut();
        out.println("authority of " + settings.trustDomain() + " at " + authority.url() + ", state in "
                + settings.directory().toAbsolutePath());
        stopped.await();
        return 0;
    }

    private AuthoritySettings settings() {
        Stated stated = source.stated;
        if (stated != null) {
            return stated.settings();
        }
        Path file = source.file.orElse(Path.of(AuthoritySettings.FILE));
        if (source.file.isEmpty() && !Files.exists(file)) {
            throw new CommandFailed("there is no " + file + " here; write one, or name a trust domain: zt authority"
                    + " --trust-domain shop.example");
        }
        return AuthoritySettings.read(file);
    }
}
