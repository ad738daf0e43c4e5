package dev.zt.bench;

import dev.zt.guard.Admission;
import dev.zt.guard.Guard;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import dev.zt.request.Headers;
import java.util.List;

/** A request that waits to be made: its head as a server hands it over. */
final class ProvenCall implements Headers {
    private final String method;
    private final String path;
    private final List<String> wit;
    private final List<String> authorization;

    ProvenCall(Rules.Permitted permitted, String wit, String authorization) {
        this.method = permitted.method();
        this.path = permitted.path();
        this.wit = List.of(wit);
        this.authorization = List.of(authorization);
    }

    @Override
    public List<String> values(String name) {
        if (name.equalsIgnoreCase("Workload-Identity-Token")) {
            return wit;
        }
        return name.equalsIgnoreCase("Authorization") ? authorization : List.of();
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    String wit() {
        return wit.get(0);
    }

    String authorization() {
        return authorization.get(0);
    }

    /** The call, its target read. */
    Call toCall(Channel channel) {
        return Call.of(method, path, this, channel);
    }

    /** Whether a guard lets it in; reading its target is part of the cost. */
    boolean isAdmittedBy(Guard guard) {
        return guard.admit(toCall(Channel.TLS)) instanceof Admission.Granted;
    }

    /** The proof alone, cut for a bare check. */
    SignedText proof() {
        return SignedText.of(authorization.get(0).substring("WPT ".length()));
    }
}
