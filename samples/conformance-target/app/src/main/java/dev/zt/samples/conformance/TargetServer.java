package dev.zt.samples.conformance;

/** A servlet container around the application: all that differs from one container to the next. */
public interface TargetServer {
    /** The page of every error 500. */
    String ERROR_PAGE = "/api/admin/error";

    /**
     * Serves the application on a loopback port.
     *
     * @return the port
     */
    int start(TargetApp app, TargetOptions options) throws Exception;

    /** Ends it. */
    void stop() throws Exception;
}
