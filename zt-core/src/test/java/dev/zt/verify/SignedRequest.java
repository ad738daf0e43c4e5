package dev.zt.verify;

import com.nimbusds.jose.jwk.ECKey;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A request to be signed as a whole, written by hand as RFC 9421 and the WIMSE profile say, with no code that is tested.
 * What is changed before {@link #sign()} is signed; what is changed in the result was changed on the way.
 */
public final class SignedRequest {
    private final ECKey key;
    private final Map<String, String> fields = new LinkedHashMap<>();
    private final List<String> components = new ArrayList<>(List.of("@method", "@path", "@query"));
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private String method = "POST";
    private String path = "/orders/7";
    private String query = "";
    private String label = "wimse";

    private SignedRequest(ECKey key) {
        this.key = key;
    }

    public static SignedRequest of(Forge forge) {
        return of(forge.holder, forge.wit());
    }

    public static SignedRequest of(ECKey key, String wit) {
        SignedRequest request = new SignedRequest(key);
        request.parameters.put("created", Long.toString(Forge.NOW));
        request.parameters.put("expires", Long.toString(Forge.NOW + 30));
        request.parameters.put("nonce", "\"" + UUID.randomUUID() + "\"");
        request.parameters.put("tag", "\"wimse-workload-to-workload\"");
        request.parameters.put("wimse-aud", "\"https://orders.internal\"");
        return request.field("workload-identity-token", wit);
    }

    /** A field that is covered. */
    public SignedRequest field(String name, String value) {
        components.add(name);
        return uncovered(name, value);
    }

    public SignedRequest uncovered(String name, String value) {
        fields.put(name, value);
        return this;
    }

    public SignedRequest body(String text) {
        return field("content-digest", digest(text));
    }

    public SignedRequest method(String newMethod) {
        method = newMethod;
        return this;
    }

    public SignedRequest path(String newPath) {
        path = newPath;
        return this;
    }

    public SignedRequest query(String newQuery) {
        query = newQuery;
        return this;
    }

    public SignedRequest label(String newLabel) {
        label = newLabel;
        return this;
    }

    public SignedRequest parameter(String name, String text) {
        parameters.put(name, text);
        return this;
    }

    public SignedRequest without(String parameter) {
        parameters.remove(parameter);
        return this;
    }

    public SignedRequest cover(String... names) {
        components.addAll(Arrays.asList(names));
        return this;
    }

    public SignedRequest uncover(String name) {
        components.remove(name);
        return this;
    }

    public Sent sign() {
        String input = components.stream().map(SignedRequest::identifier).collect(Collectors.joining(" ", "(", ")"))
                + parameters.entrySet().stream()
                        .map(parameter -> ";" + parameter.getKey()
                                + (parameter.getValue().isEmpty() ? "" : "=" + parameter.getValue()))
                        .collect(Collectors.joining());
        StringBuilder base = new StringBuilder();
        for (String component : components) {
            base.append(identifier(component))
                    .append(": ")
                    .append(value(component))
                    .append('\n');
        }
        base.append("\"@signature-params\": ").append(input);
        String bytes = Base64.getEncoder().encodeToString(Forge.signText(base.toString(), key));
        Sent sent = new Sent(method, path, query);
        fields.forEach(sent::with);
        return sent.with("signature-input", label + "=" + input).with("signature", label + "=:" + bytes + ":");
    }

    // A component may be given with parameters, such as content-type;sf.
    private static String identifier(String component) {
        int end = component.indexOf(';');
        return end < 0 ? "\"" + component + "\"" : "\"" + component.substring(0, end) + "\"" + component.substring(end);
    }

    private String value(String component) {
        return switch (component) {
            case "@method" -> method;
            case "@path" -> path;
            case "@query" -> "?" + query;
            default -> fields.getOrDefault(component, "");
        };
    }

    public static String digest(String body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
            return "sha-256=:" + Base64.getEncoder().encodeToString(hash) + ":";
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A request as it arrives. */
    public static final class Sent {
        private final Map<String, List<String>> fields = new LinkedHashMap<>();
        private String method;
        private String path;
        private String query;

        private Sent(String method, String path, String query) {
            this.method = method;
            this.path = path;
            this.query = query;
        }

        /** One field more, of this name in lower case. */
        public Sent with(String name, String value) {
            fields.computeIfAbsent(name, unused -> new ArrayList<>()).add(value);
            return this;
        }

        public Sent replaced(String name, String value) {
            fields.remove(name);
            return with(name, value);
        }

        public Sent without(String name) {
            fields.remove(name);
            return this;
        }

        public Sent method(String other) {
            method = other;
            return this;
        }

        public Sent path(String other) {
            path = other;
            return this;
        }

        public Sent query(String other) {
            query = other;
            return this;
        }

        public String value(String name) {
            return fields.get(name).get(0);
        }

        public Call call() {
            Call call = Call.of(
                    method,
                    path,
                    name -> fields.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), List.of()),
                    Channel.TLS);
            return query.isEmpty() ? call : call.withQuery(query);
        }
    }
}
