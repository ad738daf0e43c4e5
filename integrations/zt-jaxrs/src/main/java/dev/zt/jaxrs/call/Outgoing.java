package dev.zt.jaxrs.call;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** A request as a framework has it, after its filters. */
public interface Outgoing {
    /** The request method. */
    String method();

    /** Where it goes. */
    URI uri();

    /** Whether there is an entity to be written. */
    boolean hasContent();

    /** Writes the entity through the framework's interceptors; called once at most. */
    void writeContent(OutputStream content) throws IOException;

    /** The header fields; asked for after the first byte of the entity was written, since interceptors add some. */
    Map<String, List<String>> headers();
}
