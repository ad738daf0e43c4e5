package dev.zt.jdbc.example;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The endpoints of the service, by the patterns that they are mapped to. */
final class OrdersServlets {
    private OrdersServlets() {}

    static Map<String, HttpServlet> of(ShopDatabase database, Readiness readiness, Consumer<SQLException> operator) {
        Orders orders = new Orders(database);
        return Map.of(
                "/orders", new Many(orders, readiness, operator),
                "/orders/*", new One(orders, readiness, operator),
                "/orders/search", new Search(new InjectableSearch(database), readiness, operator),
                "/ready", new Ready(readiness));
    }

    private static List<String> lines(List<Orders.Order> orders) {
        return orders.stream().map(Orders.Order::toString).toList();
    }

    private static final class Many extends OrderServlet {
        private static final long serialVersionUID = 1L;

        private final transient Orders orders;

        Many(Orders orders, Readiness readiness, Consumer<SQLException> operator) {
            super(readiness, operator);
            this.orders = orders;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            boolean own = "mine".equals(request.getQueryString());
            answer(request, response, 200, call -> Optional.of(lines(own ? orders.own(call) : orders.all(call))));
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String item = request.getParameter("item");
            String card = request.getParameter("card");
            Optional<BigDecimal> total = amount(request.getParameter("total"));
            if (item == null || item.isEmpty() || item.length() > 100 || card == null || total.isEmpty()) {
                new Problem(400, "an order has an item of 1 to 100 characters, a total and a card").write(response);
                return;
            }
            answer(
                    request,
                    response,
                    201,
                    call -> Optional.of(List.of(Long.toString(orders.place(call, item, total.get(), card)))));
        }

        private static Optional<BigDecimal> amount(String text) {
            return text != null && text.matches("\\d{1,9}(\\.\\d{1,2})?")
                    ? Optional.of(new BigDecimal(text))
                    : Optional.empty();
        }
    }

    private static final class One extends OrderServlet {
        private static final long serialVersionUID = 1L;

        private final transient Orders orders;

        One(Orders orders, Readiness readiness, Consumer<SQLException> operator) {
            super(readiness, operator);
            this.orders = orders;
        }

        // Which of the two endpoints it is, the policy has decided by the same path.
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            List<String> path = List.of(request.getPathInfo().split("/", -1));
            if (!path.get(1).matches("\\d{1,18}")) {
                new Problem(404, "there is no such order").write(response);
                return;
            }
            long id = Long.parseLong(path.get(1));
            boolean card = path.size() == 3;
            answer(
                    request,
                    response,
                    200,
                    call -> card
                            ? orders.card(call, id).map(List::of)
                            : orders.one(call, id).map(order -> lines(List.of(order))));
        }
    }

    private static final class Search extends OrderServlet {
        private static final long serialVersionUID = 1L;

        private final transient InjectableSearch orders;

        Search(InjectableSearch orders, Readiness readiness, Consumer<SQLException> operator) {
            super(readiness, operator);
            this.orders = orders;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String text = request.getParameter("q");
            answer(request, response, 200, call -> Optional.of(orders.search(call, text == null ? "" : text)));
        }
    }

    /** For load balancers: public, and tells nothing but yes or no. */
    private static final class Ready extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient Readiness readiness;

        Ready(Readiness readiness) {
            this.readiness = readiness;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (readiness.look()) {
                response.getWriter().print("ready");
            } else {
                Problem.NOT_READY.write(response);
            }
        }
    }
}
