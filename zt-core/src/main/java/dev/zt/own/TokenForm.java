package dev.zt.own;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the request for a token: client credentials (RFC 6749 §4.4.2) or token exchange (RFC 8693 §2.1). */
final class TokenForm {
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

    private TokenForm() {}

    static Map<String, String> fields(TokenTarget target, OAuthClient client, String assertion) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("grant_type", target.subject().isPresent() ? EXCHANGE : "client_credentials");
        fields.put("client_id", client.id().name());
        fields.put("client_assertion_type", ASSERTION_TYPE);
        fields.put("client_assertion", assertion);
        fields.put(client.targetParameter().parameter(), target.audience().toString());
        if (!target.scopes().isEmpty()) {
            fields.put("scope", target.scopes().toString());
        }
        target.subject().ifPresent(subject -> {
            fields.put("requested_token_type", SecurityToken.ACCESS_TOKEN);
            fields.put("subject_token", subject.text());
            fields.put("subject_token_type", subject.type());
        });
        target.actor().ifPresent(actor -> {
            fields.put("actor_token", actor.text());
            fields.put("actor_token_type", actor.type());
        });
        return fields;
    }

    /** Whether the parameter can name the target: a {@code resource} is an absolute URI (RFC 8707 §2). */
    static boolean canName(TokenTarget target, TargetParameter parameter) {
        if (parameter == TargetParameter.AUDIENCE) {
            return true;
        }
        try {
            URI uri = URI.create(target.audience().toString());
            return uri.isAbsolute() && uri.getRawFragment() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
