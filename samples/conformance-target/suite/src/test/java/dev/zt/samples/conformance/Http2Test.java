package dev.zt.samples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same request lines as pseudo header fields of HTTP/2, where no line ends a target. */
@ExtendWith(Siege.Extension.class)
class Http2Test {
    static Stream<HostileRequest> requests() throws IOException {
        return HostileRequest.all()
                .filter(request -> request.version().equals("HTTP/1.1"))
                .filter(request -> !request.method().equals("CONNECT"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void serves_onlyWhoHoldsTheScope(HostileRequest request, Siege siege) throws IOException {
        // RFC 9113 §8.3.1: a path begins with a slash; containers may read an absolute one as what it says.
        boolean path = request.target().startsWith("/");
        Map<String, String> surprises = new TreeMap<>();
        for (Map.Entry<String, TargetProcess> target : siege.targets().entrySet()) {
            boolean loose = !path || (target.getKey().endsWith(Siege.LENIENT) && !request.isControl());
            for (Siege.Who who : Siege.Who.values()) {
                Reply reply =
                        Http2.send(target.getValue().port(), request.method(), request.target(), siege.headers(who));
                String wanted = Expected.of(request, who);
                String got = Expected.seen(reply, request);
                if (!(loose ? Expected.isPermitted(got, who) : Expected.fits(wanted, got, who))) {
                    surprises.put(target.getKey() + ", " + who, "wanted " + wanted + ", got " + got);
                }
            }
        }
        assertThat(surprises).isEmpty();
    }
}
