package dev.zt.servlet;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs a container for one target; of a fuzzer it writes in one line at its end how many targets there were. */
final class RouteTally implements BeforeAllCallback, AfterAllCallback {
    private final AnyContainer container;
    private final FuzzedRoutes routes = new FuzzedRoutes();
    private AnyContainer.Running running;
    private FuzzedConnection connection;
    private long executions;
    private long findings;

    RouteTally(AnyContainer container) {
        this.container = container;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        running = container.start((classes, servletContext) -> routes.register(servletContext));
        connection = new FuzzedConnection(running.port());
    }

    /** Asks for a target; line ends are left out, since what follows one is another request. */
    boolean run(byte[] target) throws Exception {
        executions++;
        boolean held = false;
        try {
            boolean ran = routes.check(connection, new String(target, StandardCharsets.ISO_8859_1).replace("\n", ""));
            held = true;
            return ran;
        } finally {
            findings += held ? 0 : 1;
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        connection.close();
        running.close();
        if (Boolean.getBoolean("JAZZER_FUZZ")) {
            String target = context.getRequiredTestClass().getSimpleName();
            Path tally = Files.createDirectories(Path.of("target", "fuzz")).resolve(target + ".txt");
            // Not to the output: lines of modules that are tested at once run into each other there.
            Files.writeString(
                    tally, "fuzz: " + target + ": " + executions + " executions, " + findings + " findings\n");
        }
    }
}
