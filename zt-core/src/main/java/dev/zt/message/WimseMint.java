package dev.zt.message;

import dev.zt.jose.SigningKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Signs messages by the WIMSE profile: covered is exactly what {@link WimseProfile} asks for. A body must have its {@code
 * Content-Digest}, and the sender's token its field, before the message is signed. Stateless but for the key; safe for
 * concurrent use.
 */
public final class WimseMint {
    private static final String LABEL = "wimse";

    private final SigningKey key;

    /** A mint whose key is the one that the sender's token confirms. */
    public WimseMint(SigningKey key) {
        this.key = key;
    }

    /**
     * Signs a request.
     *
     * @param audience whom the request is meant for: printable ASCII, 2,048 characters at most
     * @return empty if something that must be covered cannot be, such as a field with a character outside ASCII, or one
     *     that means one value and has several
     * @throws IllegalArgumentException if the audience cannot be written
     */
    public Optional<SignedFields> signRequest(
            Message.Request request, SignatureTerms terms, String audience, ResponseDemand demand) {
        SignatureTerms.requireText(audience, "audience");
        Map<String, BareItem> parameters = common(terms);
        parameters.put("wimse-aud", new BareItem.Text(audience));
        if (demand == ResponseDemand.SIGNED) {
            parameters.put("wimse-sign-response", new BareItem.Flag(true));
        }
        return sign(request, parameters);
    }

    /**
     * Signs a response.
     *
     * @param requestNonce the nonce of the request's signature
     * @return empty if something that must be covered cannot be, such as the token of the one who answers, because it is not
     *     there
     * @throws IllegalArgumentException if the nonce cannot be written
     */
    public Optional<SignedFields> signResponse(Message.Response response, SignatureTerms terms, String requestNonce) {
        SignatureTerms.requireText(requestNonce, "requestNonce");
        Map<String, BareItem> parameters = common(terms);
        parameters.put("wimse-req-nonce", new BareItem.Text(requestNonce));
        return sign(response, parameters);
    }

    private static Map<String, BareItem> common(SignatureTerms terms) {
        Map<String, BareItem> parameters = new LinkedHashMap<>();
        parameters.put("created", new BareItem.Whole(terms.created().getEpochSecond()));
        parameters.put("expires", new BareItem.Whole(terms.expires().getEpochSecond()));
        parameters.put("nonce", new BareItem.Text(terms.nonce()));
        parameters.put("tag", new BareItem.Text(WimseProfile.TAG));
        return parameters;
    }

    private Optional<SignedFields> sign(Message message, Map<String, BareItem> parameters) {
        if (Coverage.isAmbiguous(message)) {
            return Optional.empty();
        }
        List<Component> components =
                Coverage.of(message).stream().map(Coverage.Duty::component).toList();
        SignatureInput input = SignatureInput.of(LABEL, components, new Parameters(parameters));
        return Optional.ofNullable(SignedFields.sign(input, message, key));
    }

    @Override
    public String toString() {
        return "WimseMint";
    }
}
