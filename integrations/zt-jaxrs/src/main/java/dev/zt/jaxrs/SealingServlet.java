package dev.zt.jaxrs;

import jakarta.servlet.http.HttpServlet;

/** Serves nothing. Loaded behind all servlets, because a container has no other sign that those are ready. */
final class SealingServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient RestGates gates;

    SealingServlet(RestGates gates) {
        this.gates = gates;
    }

    @Override
    public void init() {
        gates.seal(getServletContext());
    }
}
