package dev.zt.bench;

import dev.zt.guard.Admission;
import dev.zt.guard.Guard;
import dev.zt.guard.RequestBody;
import dev.zt.jose.Sha256;
import dev.zt.jose.VerificationKey;
import dev.zt.own.SignableRequest;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * {@code Guard.admit} of requests that were signed as a whole and whose bodies of 10 KiB are then read, by callers whose
 * tokens are remembered; beside one raw check and one hash of such a body. Requests are signed anew for each pair, because
 * a signature is good for half a minute.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class AdmitSigned {
    private static final int INSTANCES = 8;
    private static final int CALLS = 256;
    private static final byte[] BODY = new byte[10 << 10];

    static {
        new Random(1).nextBytes(BODY);
    }

    /** Who checks signatures. */
    @Param
    public Engine engine;

    private Guard guard;
    private VerificationKey authorityKey;
    private List<Rules.Permitted> permitted;
    private List<Instance> instances;
    private List<SignedText> tokens;

    /** Makes callers known. */
    @Setup
    public void meet() {
        Fleet fleet = new Fleet(engine.signatures());
        guard = fleet.signedGuard();
        authorityKey = fleet.authorityKey();
        permitted = fleet.calls(INSTANCES);
        instances =
                permitted.stream().map(call -> fleet.instance(call.caller())).toList();
        tokens = instances.stream().map(one -> SignedText.of(one.wit())).toList();
        Chunk.microsEach(4 * INSTANCES, () -> admit(sign(4 * INSTANCES)));
    }

    /** The library's chunk after the bare one. */
    @Benchmark
    public void measure(Costs costs) {
        List<Call> calls = sign(CALLS);
        costs.begin();
        costs.raw = Chunk.microsEach(CALLS, this::checkAndHash);
        FilterCosts.Each admitted = FilterCosts.Each.of(CALLS, () -> admit(calls));
        costs.library = admitted.micros();
        costs.libraryBytes = admitted.bytes();
        costs.end();
    }

    private List<Call> sign(int count) {
        List<Call> calls = new ArrayList<>();
        byte[] digest = Sha256.of(BODY);
        for (int i = 0; i < count; i++) {
            Rules.Permitted call = permitted.get(i % INSTANCES);
            SignableRequest request = SignableRequest.of(
                            call.method(), URI.create("https://orders.internal" + call.path()))
                    .field("Content-Type", "application/octet-stream")
                    .content(digest);
            Map<String, List<String>> fields =
                    instances.get(i % INSTANCES).identity().sign(request, Fleet.AUDIENCE).headers().entrySet().stream()
                            .collect(Collectors.toMap(
                                    field -> field.getKey().toLowerCase(Locale.ROOT),
                                    field -> List.of(field.getValue())));
            fields.put("content-type", List.of("application/octet-stream"));
            fields.put("content-length", List.of(Integer.toString(BODY.length)));
            calls.add(Call.of(
                    call.method(),
                    call.path(),
                    name -> fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()),
                    Channel.TLS));
        }
        return calls;
    }

    private int checkAndHash() {
        int valid = 0;
        for (int i = 0; i < CALLS; i++) {
            boolean both = tokens.get(i % INSTANCES).isSignedBy(authorityKey) && Sha256.of(BODY).length == 32;
            valid += both ? 1 : 0;
        }
        return valid;
    }

    private int admit(List<Call> calls) {
        byte[] buffer = new byte[8192];
        int granted = 0;
        for (Call call : calls) {
            granted += guard.admit(call) instanceof Admission.Granted admission && isRead(admission, buffer) ? 1 : 0;
        }
        return granted;
    }

    private static boolean isRead(Admission.Granted admission, byte[] buffer) {
        try (RequestBody body = admission.requestBody(new ByteArrayInputStream(BODY))) {
            int length = 0;
            for (int count = body.read(buffer, 0, buffer.length); count >= 0; count = body.read(buffer, 0, 8192)) {
                length += count;
            }
            return length == BODY.length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
