package dev.zt.samples.demo;

import java.util.List;

/**
 * What a customer does, and the calls between services that must come of it. Immutable.
 *
 * @param method the method of the customer's call to the gateway
 * @param path its path
 * @param endpoint the gateway's endpoint that it leads to
 * @param hops the calls between services in their order
 */
record Traffic(String method, String path, String endpoint, List<Hop> hops) {
    /** A call from one to another that leads to an endpoint of its policy. */
    record Hop(String who, String whom, String endpoint) {
        boolean isSeenIn(Decided decided) {
            return decided.allowed()
                    && Decided.service(decided.who()).equals(who)
                    && Decided.service(decided.whom()).equals(whom)
                    && decided.endpoint().equals(endpoint);
        }

        @Override
        public String toString() {
            return who + " -> " + whom + " " + endpoint;
        }
    }

    /** The call that the intruder captures, to send it again. */
    static final Hop READ_ORDER = new Hop("gateway", "orders", "read-order");

    /** The smallest thing that a customer does; also shows that honest calls are still served between attacks. */
    static final Traffic SEE_ORDER = new Traffic("GET", "/shop/orders/7", "see-order", List.of(READ_ORDER));

    /** The longest way: through the gateway to orders and on to billing. */
    static final Traffic BUY = new Traffic(
            "POST",
            "/shop/orders",
            "buy",
            List.of(new Hop("gateway", "orders", "place-order"), new Hop("orders", "billing", "charge")));

    private static final Traffic SEE_RECEIPT = new Traffic(
            "GET",
            "/shop/receipts/7",
            "see-receipt",
            List.of(new Hop("gateway", "orders", "read-receipt"), new Hop("orders", "billing", "read-charge")));
    private static final Traffic SEE_DAY =
            new Traffic("GET", "/shop/reports/daily", "see-day", List.of(new Hop("gateway", "reports", "daily")));

    /** A short day in the shop. */
    static List<Traffic> day() {
        return List.of(
                BUY,
                SEE_ORDER,
                SEE_RECEIPT,
                SEE_DAY,
                BUY,
                SEE_ORDER,
                SEE_RECEIPT,
                SEE_ORDER,
                BUY,
                SEE_RECEIPT,
                SEE_DAY,
                SEE_ORDER);
    }
}
