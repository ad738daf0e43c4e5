package dev.zt.message;

import dev.zt.jose.VerificationKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The signature of a message that has the tag of the WIMSE profile, with what it says of itself. Whoever takes one in
 * asks three things: {@link #choose} which it is, {@link WimseProfile} whether it covers what it must, and {@link #check}
 * whether it is the key's. Immutable.
 */
public final class TaggedSignature {
    private final SignatureInput input;
    private final byte[] signature;

    private TaggedSignature(SignatureInput input, byte[] signature) {
        this.input = input;
        this.signature = signature;
    }

    /**
     * Looks for the one signature with the tag of the profile, whatever its label (http-signature-08 §3). The field
     * {@code Signature} is read only if there is one, so that other schemes may use that name.
     */
    public static ChosenSignature choose(MessageFields fields) {
        List<String> inputs = fields.values("signature-input");
        if (inputs.isEmpty()) {
            return new ChosenSignature.None();
        }
        if (Dictionary.isTooLong(inputs)) {
            return new ChosenSignature.Refused(MessageFault.FIELD_TOO_LONG);
        }
        Map<String, SignatureInput> read = Dictionary.read(inputs, SignatureInput::read);
        if (read == null) {
            return new ChosenSignature.Refused(MessageFault.INPUT_MALFORMED);
        }
        SignatureInput tagged = null;
        for (SignatureInput input : read.values()) {
            if (input.tag().filter(WimseProfile.TAG::equals).isPresent()) {
                if (tagged != null) {
                    return new ChosenSignature.Refused(MessageFault.SIGNATURE_AMBIGUOUS);
                }
                tagged = input;
            }
        }
        return tagged == null ? new ChosenSignature.None() : withBytes(tagged, fields.values("signature"));
    }

    private static ChosenSignature withBytes(SignatureInput input, List<String> signatures) {
        if (Dictionary.isTooLong(signatures)) {
            return new ChosenSignature.Refused(MessageFault.FIELD_TOO_LONG);
        }
        Map<String, byte[]> read = Dictionary.read(signatures, (label, cursor) -> ItemReader.bytes(cursor));
        if (read == null) {
            return new ChosenSignature.Refused(MessageFault.SIGNATURE_MALFORMED);
        }
        byte[] signature = read.get(input.label());
        return signature == null
                ? new ChosenSignature.Refused(MessageFault.SIGNATURE_MISSING)
                : new ChosenSignature.Found(new TaggedSignature(input, signature));
    }

    /** What the signature says of itself. */
    public SignatureInput input() {
        return input;
    }

    /** Null if the signature is this key's over this message, else what is wrong (RFC 9421 §3.2). */
    public @Nullable MessageFault check(Message message, VerificationKey key) {
        Optional<SignatureBase> base = SignatureBase.of(input, message);
        if (base.isEmpty()) {
            return MessageFault.COMPONENT_UNAVAILABLE;
        }
        return base.get().isSignedBy(key, signature) ? null : MessageFault.SIGNATURE_WRONG;
    }

    @Override
    public String toString() {
        return "TaggedSignature[" + input + "]";
    }
}
