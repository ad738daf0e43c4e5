package dev.zt.authority;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/**
 * Lets a handler begin when the content of a request is there as a whole, so that somebody who sends it octet by octet
 * holds no thread. What is too large or breaks off comes as none.
 */
final class WholeBody extends Handler.Wrapper {
    private static final String CONTENT = WholeBody.class.getName();
    private static final int MAX_BYTES = 64 << 10;
    private static final byte[] NONE = {};

    WholeBody(Handler handler) {
        super(handler);
    }

    /** The content; empty if there is none, or none that can be accepted. */
    static byte[] of(Request request) {
        return request.getAttribute(CONTENT) instanceof byte[] content ? content : NONE;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (request.getLength() == 0) {
            return super.handle(request, response, callback);
        }
        // Completed by a thread of the server's pool, or by this one if all of it is there already.
        Promise.Invocable<byte[]> whole = Promise.Invocable.from(
                Invocable.InvocationType.BLOCKING,
                (byte[] content, Throwable failure) -> handle(request, response, callback, content));
        Content.Source.asByteArrayAsync(request, MAX_BYTES, whole);
        return true;
    }

    private void handle(Request request, Response response, Callback callback, byte @Nullable [] content) {
        request.setAttribute(CONTENT, content == null ? NONE : content);
        try {
            super.handle(request, response, callback);
        } catch (Exception e) {
            Response.writeError(request, response, callback, e);
        }
    }
}
