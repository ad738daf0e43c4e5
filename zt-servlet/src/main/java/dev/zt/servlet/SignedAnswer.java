package dev.zt.servlet;

import dev.zt.guard.Admission;
import dev.zt.guard.AnswerSignature;
import dev.zt.guard.RequestFault;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Gives callers that want their answers signed such answers, or none (http-signature-08 §3.2). */
final class SignedAnswer {
    private static final String ATTRIBUTE = "dev.zt.servlet.held";

    private SignedAnswer() {}

    /** What answers a dispatch. */
    @FunctionalInterface
    interface Answering {
        void answer(Admission admission, HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException;
    }

    /** Answers a dispatch, so that the answer is signed if its caller wants that. */
    static void during(
            Installation installation,
            Admission admission,
            HttpServletRequest request,
            HttpServletResponse response,
            Answering answering)
            throws IOException, ServletException {
        Optional<AnswerSignature> signature = admission.answerSignature();
        if (signature.isEmpty() || isHeld(request)) {
            answering.answer(admission, request, response);
        } else if (isWhole(request)) {
            hold(installation, admission, signature.get(), request, response, answering);
        } else {
            answering.answer(unfit(admission), request, response);
        }
    }

    /** The admission, unless its dispatch gives a part of an answer only, and its caller wants the whole signed. */
    static Admission unlessPartial(Admission admission, HttpServletRequest request) {
        return admission.answerSignature().isEmpty() || isHeld(request) ? admission : unfit(admission);
    }

    private static boolean isHeld(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof HeldAnswer;
    }

    private static Admission unfit(Admission admission) {
        return admission instanceof Admission.Granted granted ? granted.withdraw(RequestFault.ANSWER_BEGUN) : admission;
    }

    private static boolean isWhole(HttpServletRequest request) {
        return request.getDispatcherType() == DispatcherType.REQUEST
                || request.getDispatcherType() == DispatcherType.ERROR;
    }

    private static void hold(
            Installation installation,
            Admission admission,
            AnswerSignature signature,
            HttpServletRequest request,
            HttpServletResponse response,
            Answering answering)
            throws IOException, ServletException {
        HeldAnswer held = new HeldAnswer(response, signature, installation.mostHeld(), installation.heldInAll());
        if (request.getDispatcherType() == DispatcherType.ERROR) {
            // What failed may have said of its own content what does not hold for the page.
            held.dropContent();
        }
        request.setAttribute(ATTRIBUTE, held);
        try {
            answering.answer(
                    admission,
                    new SynchronousRequest(request),
                    installation.container().shielded(held));
            held.send(request.getMethod().equals("HEAD"));
        } finally {
            request.removeAttribute(ATTRIBUTE);
            held.discard();
        }
    }
}
