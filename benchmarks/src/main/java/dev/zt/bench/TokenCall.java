package dev.zt.bench;

import dev.zt.guard.Admission;
import dev.zt.guard.Guard;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import dev.zt.request.Headers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request with an access token that waits to be made: its head as a server hands it over. */
final class TokenCall implements Headers {
    private final String method;
    private final String path;
    private final List<String> authorization;
    private final List<String> proof;

    /**
     * A request.
     *
     * @param proof the DPoP proof beside the token; null if the token needs none
     */
    TokenCall(Rules.Permitted permitted, String authorization, @Nullable String proof) {
        this.method = permitted.method();
        this.path = permitted.path();
        this.authorization = List.of(authorization);
        this.proof = proof == null ? List.of() : List.of(proof);
    }

    @Override
    public List<String> values(String name) {
        if (name.equalsIgnoreCase("Authorization")) {
            return authorization;
        }
        return name.equalsIgnoreCase("DPoP") ? proof : List.of();
    }

    /** Whether a guard lets it in; reading its target is part of the cost. */
    boolean isAdmittedBy(Guard guard) {
        return guard.admit(toCall()) instanceof Admission.Granted;
    }

    /** The call, its target read. */
    Call toCall() {
        return Call.of(method, path, this, Channel.TLS);
    }

    /** The token. */
    String token() {
        String value = authorization.get(0);
        return value.substring(value.indexOf(' ') + 1);
    }

    /** The proof alone, cut for a bare check. */
    SignedText proof() {
        return SignedText.of(proof.get(0));
    }
}
