package dev.zt.guard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.zt.request.Call;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The metadata document of a service (RFC 9728), written once. Immutable. */
final class ResourceMetadata {
    /** How long a reader may keep the document: as long as key sets without a hint are kept. */
    static final Duration MAX_AGE = Duration.ofMinutes(5);

    private static final JsonFactory JSON = new JsonFactory();

    private final ProtectedResource resource;
    private final Answer answer;

    ResourceMetadata(ProtectedResource resource, Accepted accepted) {
        this.resource = resource;
        this.answer = Answer.document(json(resource, accepted), MAX_AGE);
    }

    ProtectedResource resource() {
        return resource;
    }

    /** The answer to a call that asks for the document; null for every other call. */
    @Nullable
    Answer answerTo(Call call) {
        boolean reads = call.method().equals("GET") || call.method().equals("HEAD");
        return reads && call.target().filter(resource.wellKnown()::equals).isPresent() ? answer : null;
    }

    private static String json(ProtectedResource resource, Accepted accepted) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("resource", resource.identifier().toString());
            List<String> issuers =
                    resource.authorizationServers().stream().map(URI::toString).toList();
            writeUnlessEmpty(json, "authorization_servers", issuers);
            writeUnlessEmpty(json, "scopes_supported", scopes(resource));
            writeCredentials(json, accepted);
            if (resource.name().isPresent()) {
                json.writeStringField("resource_name", resource.name().get());
            }
            if (resource.documentation().isPresent()) {
                json.writeStringField(
                        "resource_documentation", resource.documentation().get().toString());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return text.toString();
    }

    private static List<String> scopes(ProtectedResource resource) {
        List<String> scopes = new ArrayList<>();
        resource.scopes().forEach(scope -> scopes.add(scope.value()));
        return scopes;
    }

    private static void writeCredentials(JsonGenerator json, Accepted accepted) throws IOException {
        boolean bearer = accepted.includes(CredentialProfile.BEARER);
        boolean dpop = accepted.includes(CredentialProfile.DPOP);
        // RFC 9728 §2: the empty array says that no bearer token is taken; its absence would say nothing.
        write(json, "bearer_methods_supported", bearer ? List.of("header") : List.of());
        if (dpop) {
            write(json, "dpop_signing_alg_values_supported", accepted.proofAlgorithms());
        }
        if (dpop && !bearer) {
            json.writeBooleanField("dpop_bound_access_tokens_required", true);
        }
        // RFC 8705 §3: a bearer token can be bound only where certificates are asked for.
        if (bearer && accepted.includes(CredentialProfile.CERTIFICATE)) {
            json.writeBooleanField("tls_client_certificate_bound_access_tokens", true);
        }
    }

    // RFC 9728 §3.2: parameters with zero values are left out.
    private static void writeUnlessEmpty(JsonGenerator json, String name, List<String> values) throws IOException {
        if (!values.isEmpty()) {
            write(json, name, values);
        }
    }

    private static void write(JsonGenerator json, String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
