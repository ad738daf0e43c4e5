package dev.zt.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zt.fuzz.Edits;
import dev.zt.fuzz.FuzzTally;
import dev.zt.jose.Algorithm;
import dev.zt.jose.PrivateJwk;
import dev.zt.jose.SignatureEngine;
import dev.zt.jose.SignatureEngines;
import dev.zt.jose.VerificationKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A request that was signed once, changed by the fuzzer: it is refused, or it is what was signed. The key is the example of
 * RFC 8037, which everybody knows, and Ed25519 signs alike each time, so that a finding stays one.
 */
class SignedMessageFuzzTest {
    @RegisterExtension
    static final FuzzTally TALLY = new FuzzTally();

    private static final SignatureEngine ENGINE = SignatureEngines.bouncyCastle();
    private static final PrivateJwk JWK = PrivateJwk.parse(
                    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\""
                            + ",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
                    Algorithm.ED25519)
            .orElseThrow();
    private static final VerificationKey KEY = ENGINE.verificationKey(JWK.publicJwk());
    private static final Message.Request UNSIGNED = Message.Request.of(
            "POST",
            "/orders/7",
            "flavor=vanilla",
            Messages.fields(
                    "content-type",
                    "application/json",
                    "content-digest",
                    ContentDigest.of(new byte[] {1}).text(),
                    "workload-identity-token",
                    "a.b.c"));
    private static final String GENUINE = sign();
    private static final List<String> SIGNED = meaning(GENUINE).orElseThrow();

    private static String sign() {
        SignedFields signed = new WimseMint(ENGINE.signingKey(JWK))
                .signRequest(UNSIGNED, Messages.TERMS, "https://orders.internal", ResponseDemand.ANY)
                .orElseThrow();
        return """
                POST /orders/7?flavor=vanilla
                content-type: application/json
                content-digest: %s
                workload-identity-token: a.b.c
                signature-input: %s
                signature: %s""".formatted(ContentDigest.of(new byte[] {1}).text(), signed.signatureInput(), signed.signature());
    }

    @Test
    void accepts_whatWasSigned() {
        assertThat(SIGNED).hasSize(9).startsWith("POST", "/orders/7", "flavor=vanilla", "application/json");
        assertThat(meaning(Edits.apply("", GENUINE))).contains(SIGNED);
    }

    @FuzzTest
    void accepts_nothingElse(byte[] bytes) {
        TALLY.run(
                bytes,
                edits -> meaning(Edits.apply(edits, GENUINE))
                        .ifPresent(accepted -> assertThat(accepted).isEqualTo(SIGNED)));
    }

    /** What a request says, in all parts that a handler may go by; empty if it is not accepted. */
    private static Optional<List<String>> meaning(String text) {
        Message.Request request = read(text);
        if (request == null || !(TaggedSignature.choose(request.fields()) instanceof ChosenSignature.Found found)) {
            return Optional.empty();
        }
        TaggedSignature signature = found.signature();
        if (WimseProfile.checkRequest(signature.input(), request) != null || signature.check(request, KEY) != null) {
            return Optional.empty();
        }
        Stream<String> fields = Stream.of(
                        "content-type", "content-digest", "authorization", "txn-token", "workload-identity-token")
                .map(name -> Objects.toString(ComponentValue.of(Component.of(name), request)));
        return Optional.of(Stream.concat(
                        Stream.of(request.method(), request.path(), request.query()),
                        Stream.concat(fields, Stream.of(signature.input().text())))
                .toList());
    }

    // A line that is no field makes it no request, as in any server.
    private static Message.Request read(String text) {
        List<String> lines = FuzzTally.lines(text);
        int space = lines.get(0).indexOf(' ');
        int mark = lines.get(0).indexOf('?', space + 1);
        List<String> fields = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                return null;
            }
            fields.add(line.substring(0, colon));
            fields.add(line.substring(colon + 1));
        }
        return space < 0 || mark < 0
                ? null
                : Message.Request.of(
                        lines.get(0).substring(0, space),
                        lines.get(0).substring(space + 1, mark),
                        lines.get(0).substring(mark + 1),
                        Messages.fields(fields.toArray(String[]::new)));
    }
}
