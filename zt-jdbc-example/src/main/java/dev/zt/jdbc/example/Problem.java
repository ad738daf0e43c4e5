package dev.zt.jdbc.example;

import dev.zt.jdbc.JdbcRefusal;
import dev.zt.jdbc.RefusedTransactionException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientException;

/**
 * What a caller hears of a database that did not do as it was asked: a status and a title of ours, and nothing of what the
 * database said, which is for operators.
 */
record Problem(int status, String title) {
    static final Problem NOT_READY = new Problem(503, "the database is not available");

    static Problem of(SQLException e) {
        if (e instanceof RefusedTransactionException refused) {
            return of(refused.refusal());
        }
        String state = String.valueOf(e.getSQLState());
        // Connections that fail or cannot be had, a server that shuts down or has no room.
        if (e instanceof SQLTransientException || state.matches("(08|53|57).*") || state.startsWith("28")) {
            return NOT_READY;
        }
        return state.equals("42501")
                ? new Problem(403, "the database refuses this")
                : new Problem(500, "the database could not do this");
    }

    private static Problem of(JdbcRefusal refusal) {
        return switch (refusal) {
            case SESSION_REFUSED, UNCLEAN_SESSION -> new Problem(503, refusal.code() + " " + refusal.text());
            case AUTOCOMMIT, NOT_YOURS, UNKNOWN_JOB, UNMAPPED_SCOPE ->
                new Problem(500, refusal.code() + " " + refusal.text());
            case NO_VERIFIED_CALLER, UNKNOWN_TENANT, MISSING_SCOPE, NOT_VALID_ANY_MORE ->
                new Problem(403, refusal.code() + " " + refusal.text());
        };
    }

    void write(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        response.setContentType("application/problem+json");
        if (status == NOT_READY.status()) {
            response.setHeader("Retry-After", "1");
        }
        response.getWriter().print("{\"status\":" + status + ",\"title\":\"" + title + "\"}");
    }
}
