package dev.zt.verify;

import com.nimbusds.jose.jwk.ECKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An answer to be signed as a whole, written by hand as RFC 9421 and the WIMSE profile say, with no code that is tested. It
 * answers {@code POST /orders/7?a=b} with 200.
 */
public final class SignedReply {
    /** The token of the one who asked. */
    static final String ASKING = "the.asking.token";

    private static final Map<String, String> DERIVED = Map.of(
            "\"@status\"", "200",
            "\"@method\";req", "POST",
            "\"@path\";req", "/orders/7",
            "\"@query\";req", "?a=b",
            "\"workload-identity-token\";req", ASKING);

    private final ECKey key;
    private final Map<String, List<String>> fields = new LinkedHashMap<>();
    private final List<String> components = new ArrayList<>(List.of(
            "\"@status\"", "\"@method\";req", "\"@path\";req", "\"@query\";req", "\"workload-identity-token\";req"));
    private final Map<String, String> parameters = new LinkedHashMap<>();

    private SignedReply(ECKey key) {
        this.key = key;
    }

    public static SignedReply of(ECKey key, String wit, String requestNonce) {
        SignedReply reply = new SignedReply(key);
        reply.parameters.put("created", Long.toString(Forge.NOW));
        reply.parameters.put("expires", Long.toString(Forge.NOW + 30));
        reply.parameters.put("nonce", "\"answer\"");
        reply.parameters.put("tag", "\"wimse-workload-to-workload\"");
        reply.parameters.put("wimse-req-nonce", "\"" + requestNonce + "\"");
        return reply.field("workload-identity-token", wit);
    }

    /** A field that is covered. */
    public SignedReply field(String name, String value) {
        components.add("\"" + name + "\"");
        return uncovered(name, value);
    }

    public SignedReply uncovered(String name, String value) {
        fields.put(name, List.of(value));
        return this;
    }

    public SignedReply uncover(String component) {
        components.remove(component);
        return this;
    }

    public SignedReply parameter(String name, String text) {
        parameters.put(name, text);
        return this;
    }

    public SignedReply without(String parameter) {
        parameters.remove(parameter);
        return this;
    }

    /** The fields of the answer as they arrive. */
    public Map<String, List<String>> sign() {
        String input = components.stream().collect(Collectors.joining(" ", "(", ")"))
                + parameters.entrySet().stream()
                        .map(parameter -> ";" + parameter.getKey() + "=" + parameter.getValue())
                        .collect(Collectors.joining());
        StringBuilder base = new StringBuilder();
        for (String component : components) {
            base.append(component).append(": ").append(value(component)).append('\n');
        }
        base.append("\"@signature-params\": ").append(input);
        String bytes = Base64.getEncoder().encodeToString(Forge.signText(base.toString(), key));
        Map<String, List<String>> sent = new LinkedHashMap<>(fields);
        sent.put("signature-input", List.of("wimse=" + input));
        sent.put("signature", List.of("wimse=:" + bytes + ":"));
        return sent;
    }

    private String value(String component) {
        String derived = DERIVED.get(component);
        return derived == null
                ? String.join(", ", fields.getOrDefault(component.replace("\"", ""), List.of("")))
                : derived;
    }

    /** The same fields with another value. */
    public static Map<String, List<String>> changed(Map<String, List<String>> fields, String name, String... values) {
        Map<String, List<String>> changed = new LinkedHashMap<>(fields);
        changed.put(name, Arrays.asList(values));
        return changed;
    }
}
