package dev.zt.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.PushBuilder;
import org.jspecify.annotations.Nullable;

/** A request whose answer is complete when its handler returns, because it is signed then. */
final class SynchronousRequest extends HttpServletRequestWrapper {
    SynchronousRequest(HttpServletRequest request) {
        super(request);
    }

    @Override
    public boolean isAsyncSupported() {
        return false;
    }

    @Override
    public AsyncContext startAsync() {
        throw new IllegalStateException("zt: the caller wants this answer signed, which it is when the handler returns;"
                + " ask isAsyncSupported() and answer at once where it says no");
    }

    /** Refused: what follows is no answer, and signed by nobody. */
    @Override
    public <T extends HttpUpgradeHandler> T upgrade(Class<T> handler) {
        throw new IllegalStateException(
                "zt: the caller wants this answer signed, and nothing signs what an upgrade sends");
    }

    /** None: nobody signs what is pushed. */
    @Override
    public @Nullable PushBuilder newPushBuilder() {
        return null;
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        return startAsync();
    }
}
