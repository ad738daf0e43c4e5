package dev.zt.testkit;

import java.net.URI;
import java.util.Map;

/** What a {@link TestService} answers. Immutable. */
public record TestReply(int status, Map<String, String> headers, String text) {
    /** An answer with text. */
    public static TestReply of(int status, String text) {
        return new TestReply(status, Map.of("Content-Type", "text/plain"), text);
    }

    /** An answer that leads elsewhere. */
    public static TestReply redirect(int status, URI location) {
        return new TestReply(status, Map.of("Location", location.toString()), "");
    }
}
