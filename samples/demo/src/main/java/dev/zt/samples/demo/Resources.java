package dev.zt.samples.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The settings and policies that belong to the demo. */
final class Resources {
    private Resources() {}

    static void copy(String service, String file, Path to) throws IOException {
        try (InputStream resource = Resources.class.getResourceAsStream("/" + service + "/" + file)) {
            Files.copy(Objects.requireNonNull(resource, file), to.resolve(file));
        }
    }
}
