package dev.zt.samples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands in the header section: one credential or none, read in one way, on every container. */
@ExtendWith(Siege.Extension.class)
class HeaderTest {
    static Stream<HostileHeaders> headers() throws IOException {
        return HostileHeaders.all();
    }

    @ParameterizedTest
    @MethodSource("headers")
    void answers_asTheProfileSays(HostileHeaders headers, Siege siege) throws IOException {
        Map<String, String> surprises = new TreeMap<>();
        for (Map.Entry<String, TargetProcess> target : siege.targets().entrySet()) {
            List<String> lines = headers.filled(siege.prove(Siege.Who.ADMIN), siege.prove(Siege.Who.ADMIN));
            String request = Http1.request("GET /api/admin/users HTTP/1.1", lines);
            Reply reply = Http1.send(target.getValue().port(), "GET", request);
            String status = Integer.toString(reply.status());
            String handler = status.equals("200") ? "admin" : "";
            if (!headers.statuses().contains(status) || !reply.handler().equals(handler)) {
                surprises.put(target.getKey(), status + " " + reply.handler());
            }
        }
        assertThat(surprises).isEmpty();
    }
}
