package dev.zt.message;

import java.util.ArrayList;
import java.util.List;

/** What a signature of the WIMSE profile covers at least, given the fields of a message (http-signature-08 §3). */
final class Coverage {
    /** A component that must be covered, and what is wrong if it is not. */
    record Duty(Component component, MessageFault otherwise) {
        static Duty of(String name, MessageFault otherwise) {
            return new Duty(Component.of(name), otherwise);
        }

        static Duty ofRequest(String name, MessageFault otherwise) {
            return new Duty(Component.ofRequest(name), otherwise);
        }
    }

    private static final Duty TYPE = Duty.of("content-type", MessageFault.CONTENT_TYPE_NOT_COVERED);
    private static final Duty DIGEST = Duty.of("content-digest", MessageFault.CONTENT_DIGEST_NOT_COVERED);
    private static final Duty AUTHORIZATION = Duty.of("authorization", MessageFault.AUTHORIZATION_NOT_COVERED);
    private static final Duty TRANSACTION = Duty.of("txn-token", MessageFault.TRANSACTION_NOT_COVERED);
    private static final Duty IDENTITY = Duty.of("workload-identity-token", MessageFault.IDENTITY_NOT_COVERED);

    private static final List<Duty> OF_REQUESTS = List.of(
            Duty.of("@method", MessageFault.METHOD_NOT_COVERED),
            Duty.of("@path", MessageFault.PATH_NOT_COVERED),
            Duty.of("@query", MessageFault.QUERY_NOT_COVERED));
    private static final List<Duty> FIELDS_OF_REQUESTS = List.of(TYPE, DIGEST, AUTHORIZATION, TRANSACTION, IDENTITY);

    // A response is checked by the key of its own token, so the token is no matter of presence there.
    private static final List<Duty> OF_RESPONSES = List.of(
            Duty.of("@status", MessageFault.STATUS_NOT_COVERED),
            Duty.ofRequest("@method", MessageFault.METHOD_NOT_COVERED),
            Duty.ofRequest("@path", MessageFault.PATH_NOT_COVERED),
            Duty.ofRequest("@query", MessageFault.QUERY_NOT_COVERED),
            IDENTITY);
    private static final List<Duty> FIELDS_OF_RESPONSES = List.of(TYPE, DIGEST);
    private static final List<Duty> FIELDS_OF_ANSWERED = List.of(
            Duty.ofRequest("workload-identity-token", MessageFault.REQUEST_IDENTITY_NOT_COVERED),
            Duty.ofRequest("content-digest", MessageFault.REQUEST_DIGEST_NOT_COVERED));

    // Content-Digest is not one of them: it is a dictionary, which may stand in several lines.
    private static final List<String> OF_ONE_VALUE =
            List.of("content-type", "authorization", "txn-token", "workload-identity-token");

    private Coverage() {}

    /** What must be covered in this message, in the order in which it is written. */
    static List<Duty> of(Message message) {
        if (!(message instanceof Message.Response response)) {
            List<Duty> duties = new ArrayList<>(OF_REQUESTS);
            addPresent(duties, FIELDS_OF_REQUESTS, message.fields());
            return duties;
        }
        List<Duty> duties = new ArrayList<>(OF_RESPONSES);
        addPresent(duties, FIELDS_OF_RESPONSES, response.fields());
        addPresent(duties, FIELDS_OF_ANSWERED, response.request().fields());
        return duties;
    }

    private static void addPresent(List<Duty> duties, List<Duty> possible, MessageFields fields) {
        for (Duty duty : possible) {
            if (!fields.values(duty.component().name()).isEmpty()) {
                duties.add(duty);
            }
        }
    }

    /** The fields of a request that the signature of its answer covers. */
    static List<String> answered() {
        return FIELDS_OF_ANSWERED.stream().map(duty -> duty.component().name()).toList();
    }

    /** Whether a field of one value has several, which a signature does not tell from one value with a comma. */
    static boolean isAmbiguous(Message message) {
        for (String name : OF_ONE_VALUE) {
            if (message.fields().values(name).size() > 1) {
                return true;
            }
        }
        return false;
    }
}
