package dev.zt.bench;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** Several instances of several workloads, that call one service with what it wants to see. */
final class Callers {
    private static final int INSTANCES = 8;

    private final Fleet fleet = new Fleet(Engine.fastest().signatures());
    private final List<Rules.Permitted> permitted;
    private final List<Instance> instances;

    Callers() {
        this.permitted = fleet.calls(INSTANCES * 4).stream()
                .filter(call -> call.method().equals("GET"))
                .limit(INSTANCES)
                .toList();
        this.instances =
                permitted.stream().map(call -> fleet.instance(call.caller())).toList();
    }

    /** The authority's public key, in the form that a service reads. */
    String keysFor(Edge edge) {
        return fleet.keys(edge.presents() == Edge.Presents.BEARER ? "sig" : "wit-svid");
    }

    /**
     * Requests for an edge, made before they are needed.
     *
     * @param count how many, where each can be used only once
     */
    Requests requests(Edge edge, int count) {
        return switch (edge.presents()) {
            case NOTHING -> Requests.repeated(List.of(request(Rules.PUBLIC_PATH, "")));
            case BEARER ->
                Requests.repeated(permitted.stream().map(this::bearer).toList());
            case PROOF ->
                Requests.once(IntStream.range(0, count)
                        .parallel()
                        .mapToObj(i -> proven(i % INSTANCES))
                        .toList());
        };
    }

    private byte[] bearer(Rules.Permitted call) {
        String token = fleet.accessToken(call.caller(), SpringEdge.SCOPE);
        return request(call.path(), "Authorization: Bearer " + token + "\r\n");
    }

    private byte[] proven(int caller) {
        ProvenCall call = instances.get(caller).call(permitted.get(caller));
        return request(
                call.path(),
                "Workload-Identity-Token: " + call.wit() + "\r\nAuthorization: " + call.authorization() + "\r\n");
    }

    private static byte[] request(String path, String fields) {
        return ("GET " + path + " HTTP/1.1\r\nHost: orders.internal\r\n" + fields + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
