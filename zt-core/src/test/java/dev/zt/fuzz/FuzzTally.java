package dev.zt.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Hands bytes to one target; of a fuzzer it writes in one line at its end how many there were and what they found. */
public final class FuzzTally implements AfterAllCallback {
    private long executions;
    private long findings;

    /** Runs a target on text, of which each byte is one character: the parsers are given what HTTP headers can hold. */
    public void run(byte[] bytes, Consumer<String> target) {
        executions++;
        boolean held = false;
        try {
            target.accept(new String(bytes, StandardCharsets.ISO_8859_1));
            held = true;
        } finally {
            findings += held ? 0 : 1;
        }
    }

    /** A field that came in several lines. */
    public static List<String> lines(String text) {
        return List.of(text.split("\n", -1));
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (Boolean.getBoolean("JAZZER_FUZZ")) {
            String target = context.getRequiredTestClass().getSimpleName();
            Path tally = Files.createDirectories(Path.of("target", "fuzz")).resolve(target + ".txt");
            // Not to the output: lines of modules that are tested at once run into each other there.
            Files.writeString(
                    tally, "fuzz: " + target + ": " + executions + " executions, " + findings + " findings\n");
        }
    }
}
