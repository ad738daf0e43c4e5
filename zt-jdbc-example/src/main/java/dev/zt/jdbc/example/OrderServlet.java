package dev.zt.jdbc.example;

import dev.zt.guard.Admission;
import dev.zt.servlet.Caller;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Answers with lines of text, or with the problem that the database has. The guard has let the call in before. */
abstract class OrderServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Readiness readiness;
    private final transient Consumer<SQLException> operator;

    /** Something to be done for a call; no answer is a 404. */
    interface Work {
        Optional<List<String>> run(Admission.Granted call) throws SQLException;
    }

    /**
     * @param operator hears what callers do not
     */
    OrderServlet(Readiness readiness, Consumer<SQLException> operator) {
        this.readiness = readiness;
        this.operator = operator;
    }

    final void answer(HttpServletRequest request, HttpServletResponse response, int status, Work work)
            throws IOException {
        if (!readiness.isReady()) {
            Problem.NOT_READY.write(response);
            return;
        }
        try {
            Optional<List<String>> lines = work.run(Caller.of(request).admission());
            if (lines.isEmpty()) {
                new Problem(404, "there is no such order").write(response);
                return;
            }
            response.setStatus(status);
            response.setContentType("text/plain;charset=utf-8");
            response.getWriter().print(String.join("\n", lines.get()));
        } catch (SQLException e) {
            operator.accept(e);
            Problem problem = Problem.of(e);
            if (problem.equals(Problem.NOT_READY)) {
                readiness.lost();
            }
            problem.write(response);
        }
    }
}
