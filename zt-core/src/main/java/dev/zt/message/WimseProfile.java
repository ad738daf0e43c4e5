package dev.zt.message;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of draft-ietf-wimse-http-signature (-07 and -08, which agree) that need no key, no clock and no memory: what is
 * covered, and which parameters stand there.
 *
 * <p>Stricter than the draft: parameters that it does not define are refused, and so are parameters of components and
 * repeated fields of one value. Not asked here: whether the signature is right, the times, the audience, the nonce's
 * novelty, and whether a body without digest follows.
 */
public final class WimseProfile {
    /** The tag by which a signature of this profile is known. */
    public static final String TAG = "wimse-workload-to-workload";

    private static final Set<String> OF_BOTH = Set.of("created", "expires", "nonce", "tag");
    private static final Set<String> OF_REQUESTS = Set.of("wimse-aud", "wimse-sign-response");
    private static final Set<String> OF_RESPONSES = Set.of("wimse-req-nonce");

    private WimseProfile() {}

    /**
     * The fields of a request to which the signature of its answer is tied, as far as they are there. The draft ties answers to
     * the nonce alone, which whoever signs a request chooses: somebody who keeps a request back could send one of its own with
     * the same nonce, and pass its answer on.
     */
    public static Map<String, List<String>> answered(MessageFields request) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (String name : Coverage.answered()) {
            List<String> values = request.values(name);
            if (!values.isEmpty()) {
                fields.put(name, values);
            }
        }
        return fields;
    }

    /** Null if a signature says of itself what the signature of this request must say, else the first thing that is wrong. */
    public static @Nullable MessageFault checkRequest(SignatureInput input, Message.Request request) {
        MessageFault fault = checkNames(input, OF_REQUESTS);
        if (fault == null) {
            fault = checkCommon(input);
        }
        if (fault == null) {
            fault = checkDemands(input);
        }
        return fault == null ? checkCoverage(input, request) : fault;
    }

    /**
     * Null if a signature says of itself what the signature of this response must say, else the first thing that is wrong.
     *
     * @param response with what is to be covered of the {@linkplain #answered request's fields}; with none of them, the draft
     *     is followed to the letter
     * @param requestNonce the nonce of the request's own signature
     */
    public static @Nullable MessageFault checkResponse(
            SignatureInput input, Message.Response response, String requestNonce) {
        MessageFault fault = checkNames(input, OF_RESPONSES);
        if (fault == null) {
            fault = checkCommon(input);
        }
        if (fault == null) {
            fault = checkAnswered(input, requestNonce);
        }
        return fault == null ? checkCoverage(input, response) : fault;
    }

    private static @Nullable MessageFault checkNames(SignatureInput input, Set<String> own) {
        for (String name : input.parameters().values().keySet()) {
            if (!OF_BOTH.contains(name) && !own.contains(name)) {
                return switch (name) {
                    // http-signature-08 §3: key and algorithm are the token's, and stated nowhere else.
                    case "keyid" -> MessageFault.KEY_ID_STATED;
                    case "alg" -> MessageFault.ALGORITHM_STATED;
                    default ->
                        OF_REQUESTS.contains(name) || OF_RESPONSES.contains(name)
                                ? MessageFault.PARAMETER_MISPLACED
                                : MessageFault.PARAMETER_UNKNOWN;
                };
            }
        }
        return null;
    }

    private static @Nullable MessageFault checkCommon(SignatureInput input) {
        if (!input.tag().filter(TAG::equals).isPresent()) {
            return MessageFault.TAG_WRONG;
        }
        Optional<Instant> created = input.created();
        Optional<Instant> expires = input.expires();
        if (created.isEmpty()) {
            return MessageFault.CREATED_MISSING;
        }
        if (expires.isEmpty()) {
            return MessageFault.EXPIRES_MISSING;
        }
        if (expires.get().isBefore(created.get())) {
            return MessageFault.EXPIRES_BEFORE_CREATED;
        }
        return input.nonce().isEmpty() ? MessageFault.NONCE_MISSING : null;
    }

    private static @Nullable MessageFault checkDemands(SignatureInput input) {
        // http-signature-08 §3.1: required, for it takes the place of the authority, which proxies rewrite.
        if (input.audience().isEmpty()) {
            return MessageFault.AUDIENCE_MISSING;
        }
        // http-signature-08 §3.2: a demand of the wrong type is no demand that could be passed over.
        BareItem demand = input.parameters().values().get("wimse-sign-response");
        return demand == null || demand instanceof BareItem.Flag ? null : MessageFault.SIGN_RESPONSE_MALFORMED;
    }

    private static @Nullable MessageFault checkAnswered(SignatureInput input, String requestNonce) {
        // http-signature-08 §3.3: ties the answer to one request, so that none is passed to another client.
        Optional<String> answered = input.requestNonce();
        if (answered.isEmpty()) {
            return MessageFault.REQUEST_NONCE_MISSING;
        }
        return answered.get().equals(requestNonce) ? null : MessageFault.REQUEST_NONCE_WRONG;
    }

    private static @Nullable MessageFault checkCoverage(SignatureInput input, Message message) {
        List<Component> components = input.components();
        for (Component component : components) {
            if (!component.isWhole()) {
                return MessageFault.COMPONENT_PARAMETER;
            }
        }
        if (!input.areDistinct()) {
            return MessageFault.COMPONENT_REPEATED;
        }
        for (Coverage.Duty duty : Coverage.of(message)) {
            if (!components.contains(duty.component())) {
                return duty.otherwise();
            }
        }
        return Coverage.isAmbiguous(message) ? MessageFault.FIELD_REPEATED : null;
    }
}
