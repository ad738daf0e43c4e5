package dev.zt.grpc;

import dev.zt.guard.Answer;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How gRPC says what a guard answers: a code for the status, trailers for the fields, and the title alone in words. */
final class Refusal {
    // They describe content that no status has.
    private static final Set<String> OF_CONTENT = Set.of("content-type", "cache-control");

    private Refusal() {}

    static Status status(Answer answer) {
        Status status = switch (answer.status()) {
            case 400 -> Status.INVALID_ARGUMENT;
            case 401 -> Status.UNAUTHENTICATED;
            case 403 -> Status.PERMISSION_DENIED;
            case 503 -> Status.UNAVAILABLE;
            default -> Status.INTERNAL;
        };
        return status.withDescription(answer.title());
    }

    static Metadata trailers(Answer answer) {
        Metadata trailers = new Metadata();
        add(trailers, answer.headers());
        return trailers;
    }

    static void add(Metadata metadata, List<Answer.Header> fields) {
        fields.stream()
                .filter(field -> !OF_CONTENT.contains(field.name().toLowerCase(Locale.ROOT)))
                .forEach(field -> Fields.put(metadata, field.name(), field.value()));
    }
}
