package dev.zt.samples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.identity.Audience;
import dev.zt.identity.Scopes;
import dev.zt.own.WorkloadProof;
import dev.zt.testkit.TestAuthority;
import dev.zt.testkit.TestToken;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** An outsider learns the class of a refusal and never the check, and not whether there is such an endpoint. */
@ExtendWith(Siege.Extension.class)
class ConstantShapeTest {
    private static final List<String> PATHS =
            List.of("/api/admin/users", "/api/orders/7", "/exact", "/form.do", "/nothing/here", "/");

    private final TestAuthority stranger = TestAuthority.of("example.org", InstantSource.system());
    private final TestAuthority unknown = TestAuthority.of("evil.example", InstantSource.system());

    private static List<String> fields(String token, String proof) {
        return List.of("Host: target.internal", "Workload-Identity-Token: " + token, "Authorization: WPT " + proof);
    }

    private static List<String> fields(WorkloadProof proof) {
        return fields(proof.workloadIdentityToken(), bare(proof));
    }

    private static String bare(WorkloadProof proof) {
        return proof.authorization().substring("WPT ".length());
    }

    /** All answers alike but for their date; what they are is returned. */
    private static Reply only(List<Reply> replies) {
        Set<String> shapes = new HashSet<>();
        for (Reply reply : replies) {
            Map<String, List<String>> headers = new TreeMap<>(reply.headers());
            headers.remove("date");
            shapes.add(reply.status() + " " + headers + " " + reply.body());
        }
        assertThat(shapes).hasSize(1);
        return replies.get(0);
    }

    private static Reply get(Siege siege, String container, String path, List<String> fields) throws IOException {
        return Http1.send(siege.target(container).port(), "GET", Http1.request("GET " + path + " HTTP/1.1", fields));
    }

    @ParameterizedTest
    @FieldSource("dev.zt.samples.conformance.Siege#CONTAINERS")
    void tells_nothingOfAMissingProof(String container, Siege siege) throws IOException {
        WorkloadProof good = siege.prove(Siege.Who.ADMIN);
        WorkloadProof other = siege.prove(Siege.Who.ADMIN);
        WorkloadProof elsewhere = siege.proveFor(Audience.of("https://elsewhere.internal"));
        get(siege, container, "/api/admin/users", fields(good));
        List<Reply> replies = new ArrayList<>();
        for (String path : PATHS) {
            replies.add(get(siege, container, path, fields(good)));
            replies.add(get(siege, container, path, fields(elsewhere)));
            replies.add(get(siege, container, path, fields(good.workloadIdentityToken(), "garbage")));
            replies.add(get(siege, container, path, fields(good.workloadIdentityToken(), bare(other) + "A")));
        }

        Reply reply = only(replies);

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("WPT");
    }

    @ParameterizedTest
    @FieldSource("dev.zt.samples.conformance.Siege#CONTAINERS")
    void tells_aStrangerWhatIsAcceptedAndNothingMore(String container, Siege siege) throws IOException {
        List<Reply> replies = new ArrayList<>();
        for (String path : PATHS) {
            replies.add(get(siege, container, path, siege.headers(Siege.Who.STRANGER)));
            replies.add(get(siege, container, path, List.of("Host: target.internal", "Authorization: Basic eDp5")));
        }

        Reply reply = only(replies);

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.headers().get("www-authenticate")).hasSize(3);
    }

    @ParameterizedTest
    @FieldSource("dev.zt.samples.conformance.Siege#CONTAINERS")
    void tells_nothingOfABadAccessToken(String container, Siege siege) throws IOException {
        TestToken good = siege.client().token(Siege.AUDIENCE, Scopes.of("admin"));
        TestToken bound = siege.client().boundToken(Siege.AUDIENCE, Scopes.of("admin"));
        List<Reply> replies = new ArrayList<>();
        for (String path : PATHS) {
            for (String token : List.of(
                    "garbage",
                    good.text() + "A",
                    bound.text(),
                    good.claim("exp", "1").text(),
                    good.claim("aud", "\"https://elsewhere.internal\"").text(),
                    good.claim("iss", "\"https://unknown.example\"").text())) {
                String field = "Authorization: Bearer " + token;
                replies.add(get(siege, container, path, List.of("Host: target.internal", field)));
            }
        }

        assertThat(only(replies).header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
    }

    @ParameterizedTest
    @FieldSource("dev.zt.samples.conformance.Siege#CONTAINERS")
    void tells_nothingOfABadToken(String container, Siege siege) throws IOException {
        WorkloadProof good = siege.prove(Siege.Who.ADMIN);
        List<Reply> replies = new ArrayList<>();
        for (String path : PATHS) {
            replies.add(get(siege, container, path, fields("garbage", bare(good))));
            replies.add(get(siege, container, path, fields(good.workloadIdentityToken() + "A", bare(good))));
            replies.add(
                    get(siege, container, path, fields(stranger.issue("/caller").prove(Siege.AUDIENCE))));
            replies.add(
                    get(siege, container, path, fields(unknown.issue("/caller").prove(Siege.AUDIENCE))));
        }

        Reply reply = only(replies);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.headers()).doesNotContainKey("www-authenticate");
    }

    @ParameterizedTest
    @FieldSource("dev.zt.samples.conformance.Siege#CONTAINERS")
    void tells_aProvenCallerNothingOfEndpointsThatItMayNotUse(String container, Siege siege) throws IOException {
        List<Reply> replies = new ArrayList<>();
        for (String path : List.of("/exact", "/form.do", "/nothing/here", "/")) {
            replies.add(get(siege, container, path, siege.headers(Siege.Who.ALL)));
        }

        assertThat(only(replies).status()).isEqualTo(403);
    }
}
