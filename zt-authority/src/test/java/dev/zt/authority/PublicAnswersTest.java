package dev.zt.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.enrolment.Issued;
import dev.zt.enrolment.JoinFile;
import dev.zt.enrolment.Reply;
import dev.zt.tls.PinnedTrust;
import dev.zt.tls.TlsContexts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What anybody is answered over HTTPS. */
class PublicAnswersTest {
    @TempDir
    Path directory;

    private static HttpClient client(Town town) {
        return HttpClient.newBuilder()
                .sslContext(TlsContexts.client(new PinnedTrust(town.join().tlsPin())))
                .proxy(HttpClient.Builder.NO_PROXY)
                .build();
    }

    private static HttpResponse<String> get(Town town, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(town.authority().url().resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client(town).send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void says_unchanged_toWhoHasTheStatusAlready() throws Exception {
        try (Town town = Town.in(directory)) {
            HttpResponse<String> first = get(town, "/status");
            String tag = first.headers().firstValue("ETag").orElseThrow();

            HttpResponse<String> second = get(town, "/status", "If-None-Match", tag);

            assertThat(second.statusCode()).isEqualTo(304);
            assertThat(second.body()).isEmpty();
        }
    }

    @Tag("thorough")
    @Test
    void signs_theStatusAnew_everyTenSeconds() throws Exception {
        try (Town town = Town.in(directory)) {
            String tag = get(town, "/status").headers().firstValue("ETag").orElseThrow();
            town.clock.advance(Duration.ofSeconds(10));
            town.authority().tick();

            assertThat(get(town, "/status", "If-None-Match", tag).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void signs_theStatusAnewAtOnce_onARevocation() throws Exception {
        try (Town town = Town.in(directory)) {
            String tag = get(town, "/status").headers().firstValue("ETag").orElseThrow();
            town.admin().revokeWorkload("orders", "test");

            assertThat(get(town, "/status", "If-None-Match", tag).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void makes_anAddressWait_thatAsksTooOften() throws Exception {
        try (Town town = Town.in(directory, builder -> builder.limits(1, 2))) {
            assertThat(get(town, "/nonce").statusCode()).isEqualTo(200);
            assertThat(get(town, "/nonce").statusCode()).isEqualTo(200);

            HttpResponse<String> third = get(town, "/nonce");

            assertThat(third.statusCode()).isEqualTo(429);
            assertThat(third.headers().firstValue("Retry-After")).contains("1");
            assertThat(third.body()).contains("rate-limited");
            town.clock.advance(Duration.ofSeconds(1));
            assertThat(get(town, "/nonce").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void makes_anAddressWait_thatAsksForIdentitiesTooOften() {
        try (Town town = Town.in(directory, builder -> builder.limits(1, 2))) {
            JoinFile join = town.join();
            assertThat(town.enrol(join, Town.newKey())).isInstanceOf(Reply.Given.class);
            String nonce = "bm9uY2U";

            Reply<Issued> third = town.client(join).enrol("{\"nonce\":\"" + nonce + "\"}");

            assertThat(third).isEqualTo(new Reply.Refused<>("rate-limited", Optional.of(Duration.ofSeconds(1))));
        }
    }

    @Test
    void makes_anAddressWait_thatAsksForOtherThingsTooOften() throws Exception {
        try (Town town = Town.in(directory, builder -> builder.limits(1, 1))) {
            assertThat(get(town, "/ready").statusCode()).isEqualTo(200);
            assertThat(get(town, "/health").statusCode()).isEqualTo(429);
            assertThat(get(town, "/bundle/nonsense").statusCode()).isEqualTo(429);
            assertThat(get(town, "/admin/status").statusCode()).isEqualTo(429);
        }
    }

    @Test
    void serves_statusAndBundle_howeverOftenTheyAreAsked() throws Exception {
        try (Town town = Town.in(directory, builder -> builder.limits(1, 1))) {
            for (int i = 0; i < 5; i++) {
                assertThat(get(town, "/status").statusCode()).isEqualTo(200);
                assertThat(get(town, "/bundle").statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void isReady_whenAllIsWell() throws Exception {
        try (Town town = Town.in(directory)) {
            assertThat(get(town, "/ready").body()).contains("\"state\":\"ready\"");
            assertThat(get(town, "/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void tells_whyItIsNotReady() throws Exception {
        try (Town town = Town.in(directory)) {
            town.enrol(town.join(), Town.newKey());
            town.clock.advance(Duration.ofMinutes(-2));

            HttpResponse<String> answer = get(town, "/ready");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("\"clock\":").contains("behind what was issued");
            assertThat(get(town, "/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void has_nothingElse_andNoAdministration() throws Exception {
        try (Town town = Town.in(directory)) {
            assertThat(get(town, "/admin/status").statusCode()).isEqualTo(404);
            assertThat(get(town, "/bundle/nonsense").statusCode()).isEqualTo(404);
            assertThat(get(town, "/").statusCode()).isEqualTo(404);
            assertThat(get(town, "/status/").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void answers_underWhateverAddressLeadsToIt() throws Exception {
        URI elsewhere = URI.create("https://authority.internal");
        try (Town town = Town.in(directory, builder -> builder.url(elsewhere))) {
            URI here = URI.create("https://127.0.0.1:" + town.authority().port() + "/status");

            HttpResponse<String> answer =
                    client(town).send(HttpRequest.newBuilder(here).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }
}
