package dev.zt.testkit;

import dev.zt.policy.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a test's policy is: a resource of the class path, or a file, as seen from the working directory. Immutable.
 *
 * @param loader whose resources come first; null for the one of this class
 */
record PolicyPlace(String name, @Nullable ClassLoader loader) {
    /** The usual name, in the project's directory or among its resources. */
    static final String USUAL = "zt-policy.yaml";

    /** A file alone. */
    static PolicyPlace of(Path file) {
        return new PolicyPlace(file.toString(), null);
    }

    /**
     * The policy as it stands there now.
     *
     * @throws IllegalStateException if there is none
     */
    Policy read() {
        URI place = uri();
        try (var content = place.toURL().openStream()) {
            return Policy.read(name, content.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    /** Where it is, for those who show the source of a test. */
    URI uri() {
        Path file = Path.of(name).toAbsolutePath();
        URL resource = loader == null || Path.of(name).isAbsolute() ? null : loader.getResource(name);
        if (resource == null && !Files.isRegularFile(file)) {
            throw new IllegalStateException(
                    "there is no policy '" + name + "' among the resources, and none at " + file
                            + ": write one there, or say where it is, such as @ZtTest(policy = \"src/main/deploy/zt-policy.yaml\")");
        }
        try {
            return resource == null ? file.toUri() : resource.toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a resource without a URI: " + resource, e);
        }
    }
}
