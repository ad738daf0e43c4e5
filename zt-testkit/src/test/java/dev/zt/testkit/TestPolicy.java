package dev.zt.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The policy among the resources of these tests, as text. */
final class TestPolicy {
    private TestPolicy() {}

    static String text() {
        try (var content = TestPolicy.class.getResourceAsStream("/zt-policy.yaml")) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
