package dev.zt.servlet;

import dev.zt.guard.Admission;
import dev.zt.guard.Answer;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers in the place of a servlet that must not run. */
final class Refusal {
    private Refusal() {}

    /**
     * Writes the answer of a refusal, without an error dispatch: an error page could say more than the caller may know.
     *
     * @throws ServletException if the response belongs to somebody else already, and so cannot carry the answer
     */
    static void write(Admission admission, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        if (!(admission instanceof Admission.Refused refused)) {
            throw new ServletException("zt: only a refusal is answered");
        }
        Answer answer = refused.answer();
        if (request.getDispatcherType() == DispatcherType.INCLUDE || response.isCommitted()) {
            throw cannotSay(answer);
        }
        response.reset();
        response.setStatus(answer.status());
        if (response.getStatus() != answer.status()) {
            // A forward inside an include: its response ignores what it is told.
            throw cannotSay(answer);
        }
        answer.headers().forEach(response::setHeader);
        byte[] body = answer.body();
        response.setContentLength(body.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(body);
        }
    }

    private static ServletException cannotSay(Answer answer) {
        return new ServletException(
                "zt: a dispatch was refused with " + answer.status() + ", which the response cannot say any more");
    }
}
