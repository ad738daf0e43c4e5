package dev.zt.servlet;

import dev.zt.guard.Admission;
import dev.zt.guard.Answer;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Answers in the place of a servlet. */
final class Reply {
    private Reply() {}

    /**
     * Writes the answer of a refusal, without an error dispatch: an error page could say more than the caller may know.
     *
     * @throws RefusedDispatch if the response belongs to somebody else already, and so cannot carry the answer
     */
    static void refuse(Admission.Refused refused, HttpServletRequest request, HttpServletResponse response)
            throws IOException, RefusedDispatch {
        if (request.getDispatcherType() == DispatcherType.INCLUDE || response.isCommitted()) {
            throw new RefusedDispatch(refused);
        }
        Object failed = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        if (request.getDispatcherType() == DispatcherType.ERROR || failed != null) {
            writeError(failed, request, response);
            return;
        }
        Answer answer = refused.answer();
        begin(answer, response);
        if (response.getStatus() != answer.status()) {
            // A forward inside an include: its response ignores what it is told.
            throw new RefusedDispatch(refused);
        }
        end(answer.body(), request, response);
    }

    /** Writes an answer, and nothing of what was to be answered before. */
    static void write(Answer answer, HttpServletRequest request, HttpServletResponse response) throws IOException {
        begin(answer, response);
        end(answer.body(), request, response);
    }

    private static void begin(Answer answer, HttpServletResponse response) {
        response.reset();
        response.setStatus(answer.status());
        answer.headers().forEach(header -> response.addHeader(header.name(), header.value()));
    }

    // The caller may not see the page, but the error stays what it was: a 403 would hide that the service failed.
    private static void writeError(@Nullable Object failed, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        int status = failed instanceof Integer code ? code : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
        response.resetBuffer();
        response.setStatus(status);
        end(problem(status, response), request, response);
    }

    /** Says in the head of a response that its body is a problem document, which says no more than its status. */
    static byte[] problem(int status, HttpServletResponse response) {
        response.setContentType("application/problem+json");
        response.setHeader("Cache-Control", "no-store");
        return ("{\"type\":\"about:blank\",\"status\":" + status + "}").getBytes(StandardCharsets.UTF_8);
    }

    private static void end(byte[] body, HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentLength(body.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(body);
        }
    }
}
