package dev.zt.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each server answers what it should, and refuses what it should: else the table would compare other things. */
class EdgeServerTest {
    private static final int CONNECTIONS = 4;
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Callers callers = new Callers();

    private static Load.Outcome load(int port, Requests requests) {
        return Load.run(port, CONNECTIONS, LONG, requests);
    }

    private static byte[] bytes(String request) {
        return request.getBytes(StandardCharsets.US_ASCII);
    }

    private static Requests times(int count, Requests requests) {
        int[] left = {count};
        return () -> left[0]-- > 0 ? requests.next() : null;
    }

    @ParameterizedTest
    @MethodSource("dev.zt.bench.Edge#present")
    void serves_theRequestsMadeForIt(Edge edge) {
        try (EdgeServer server = EdgeServer.start(edge, callers.keysFor(edge))) {
            Load.Outcome outcome = load(server.port(), times(24, callers.requests(edge, 24)));
            assertThat(outcome.requests()).isEqualTo(24);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PROVEN_BY_BOUNCY_CASTLE", "SPRING"})
    void refuses_whoPresentsNothing(Edge edge) {
        Requests nothing = Requests.once(List.of(bytes("GET /v1/r0/7 HTTP/1.1\r\nHost: orders.internal\r\n\r\n")));
        try (EdgeServer server = EdgeServer.start(edge, callers.keysFor(edge))) {
            assertThatThrownBy(() -> load(server.port(), nothing)).hasMessageContaining("status 401");
        }
    }

    @Test
    void refuses_usedProof() {
        Edge edge = Edge.PROVEN_BY_BOUNCY_CASTLE;
        byte[] request = callers.requests(edge, 1).next();
        try (EdgeServer server = EdgeServer.start(edge, callers.keysFor(edge))) {
            assertThat(load(server.port(), Requests.once(List.of(request))).requests())
                    .isEqualTo(1);
            assertThatThrownBy(() -> load(server.port(), Requests.once(List.of(request))))
                    .hasMessageContaining("status 401");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PROVEN_BY_BOUNCY_CASTLE", "SPRING"})
    void refuses_callersOfAnotherAuthority(Edge edge) {
        Requests foreign = times(1, new Callers().requests(edge, 1));
        try (EdgeServer server = EdgeServer.start(edge, callers.keysFor(edge))) {
            assertThatThrownBy(() -> load(server.port(), foreign)).hasMessageContaining("status 40");
        }
    }

    @Test
    void ends_withItsInput() {
        ServerProcess server = ServerProcess.start(Edge.BARE, callers.keysFor(Edge.BARE));
        try (server) {
            assertThat(load(server.port(), times(8, callers.requests(Edge.BARE, 0)))
                            .requests())
                    .isEqualTo(8);
        }
        assertThat(server.isOver()).isTrue();
    }

    @Tag("thorough")
    @Test
    void measures_everyRound() {
        EdgeSettings brief = new EdgeSettings(2, 0.05, 0.05, CONNECTIONS);
        List<EdgeRow> rows = EdgeBench.measure(brief, List.of(Edge.BARE, Edge.PROVEN_BY_BOUNCY_CASTLE));
        assertThat(rows).extracting(EdgeRow::edge).containsExactly(Edge.BARE, Edge.PROVEN_BY_BOUNCY_CASTLE);
        assertThat(rows).allSatisfy(row -> assertThat(row.rate().values()).hasSize(2));
    }
}
