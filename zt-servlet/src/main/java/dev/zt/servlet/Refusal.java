package dev.zt.servlet;

import dev.zt.guard.Admission;
import dev.zt.guard.Answer;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Answers in the place of a servlet that must not run. */
final class Refusal {
    private Refusal() {}

    /**
     * Writes the answer of a refusal, without an error dispatch: an error page could say more than the caller may know.
     *
     * @throws RefusedDispatch if the response belongs to somebody else already, and so cannot carry the answer
     */
    static void write(Admission.Refused refused, HttpServletRequest request, HttpServletResponse response)
            throws IOException, RefusedDispatch {
        if (request.getDispatcherType() == DispatcherType.INCLUDE || response.isCommitted()) {
            throw new RefusedDispatch(refused);
        }
        if (request.getDispatcherType() == DispatcherType.ERROR) {
            writeError(request, response);
            return;
        }
        Answer answer = refused.answer();
        response.reset();
        response.setStatus(answer.status());
        if (response.getStatus() != answer.status()) {
            // A forward inside an include: its response ignores what it is told.
            throw new RefusedDispatch(refused);
        }
        answer.headers().forEach(header -> response.addHeader(header.name(), header.value()));
        write(answer.body(), request, response);
    }

    // The caller may not see the page, but what went wrong remains what it was: a 403 would hide that the service
    // failed.
    private static void writeError(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                ? code
                : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
        response.resetBuffer();
        response.setStatus(status);
        response.setContentType("application/problem+json");
        response.setHeader("Cache-Control", "no-store");
        String body = "{\"type\":\"about:blank\",\"status\":" + status + "}";
        write(body.getBytes(StandardCharsets.UTF_8), request, response);
    }

    private static void write(byte[] body, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setContentLength(body.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(body);
        }
    }
}
