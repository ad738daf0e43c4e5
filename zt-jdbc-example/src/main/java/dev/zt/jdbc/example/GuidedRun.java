package dev.zt.jdbc.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Starts an authority, a database and the service of orders; uses them, attacks them, and says whether everything ended as it
 * must. The system property {@code zt.db} says on which database: {@code h2} or {@code postgres}. Ends with 0 only if every
 * step was seen to end as expected.
 */
public final class GuidedRun {
    private GuidedRun() {}

    /** Runs it. */
    public static void main(String[] args) {
        Screen screen = new Screen(System.out);
        String database = System.getProperty("zt.db", "h2");
        boolean passed = false;
        try {
            run(database, screen);
            screen.say("");
            screen.say(screen.line(database));
            passed = screen.isAsExpected();
        } catch (Exception e) {
            screen.say("demo-jdbc: FAILED, " + Step.told(e));
        }
        // Not exit: on its way out Maven prints a colour reset, and the result is to be the last line.
        System.out.flush();
        Runtime.getRuntime().halt(passed ? 0 : 1);
    }

    private static void run(String database, Screen screen) throws Exception {
        Path folder = Path.of(System.getProperty("zt.jdbc.dir", "target/guided-run"));
        Duration load = Duration.ofSeconds(Integer.getInteger("zt.jdbc.seconds", 6));
        String url = System.getProperty("zt.db.url", "");
        switch (database) {
            case "h2" -> H2Run.run(fresh(folder), screen);
            case "postgres" -> {
                if (url.isEmpty()) {
                    PostgresRun.run(fresh(folder), load, screen);
                } else {
                    // Kept, so that the server goes on believing the authority of the run before.
                    Path kept = Files.createDirectories(folder.resolveSibling("given-server"));
                    PostgresRun.run(kept, url, Path.of(System.getProperty("zt.db.files", "")), load, screen);
                }
            }
            default -> throw new IllegalArgumentException("-Dzt.db is h2 or postgres, and not " + database);
        }
    }

    // What a run before has left, and nothing else: the folder is this program's own.
    private static Path fresh(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath();
        if (Files.exists(absolute)) {
            try (Stream<Path> below = Files.walk(absolute)) {
                for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        return Files.createDirectories(absolute);
    }
}
