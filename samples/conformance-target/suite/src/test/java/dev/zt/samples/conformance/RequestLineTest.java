package dev.zt.samples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a request line says: no handler runs for somebody without its scope, on any container. */
@ExtendWith(Siege.Extension.class)
class RequestLineTest {
    static Stream<HostileRequest> requests() throws IOException {
        return HostileRequest.all();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void serves_onlyWhoHoldsTheScope(HostileRequest request, Siege siege) throws IOException {
        Map<String, String> surprises = new TreeMap<>();
        for (Map.Entry<String, TargetProcess> target : siege.targets().entrySet()) {
            for (Siege.Who who : Siege.Who.values()) {
                String bytes = Http1.request(request.line(), siege.headers(who));
                Reply reply = Http1.send(target.getValue().port(), request.method(), bytes);
                String wanted = Expected.of(request, who);
                String got = Expected.seen(reply, request);
                boolean loose = target.getKey().endsWith(Siege.LENIENT) && !request.isControl();
                if (!(loose ? Expected.isPermitted(got, who) : Expected.fits(wanted, got, who))) {
                    surprises.put(target.getKey() + ", " + who, "wanted " + wanted + ", got " + got);
                }
            }
        }
        assertThat(surprises).isEmpty();
    }
}
