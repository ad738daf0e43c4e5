package dev.zt.cli;

import dev.zt.jose.Json;
import dev.zt.jose.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A way to an authority's administration. */
interface AdminDoor extends AutoCloseable {
    /** What was answered to one request. */
    record Answer(int status, String text) {}

    /**
     * Sends one request.
     *
     * @param body JSON; empty for none
     * @throws CommandFailed if nobody answers
     */
    Answer send(String method, String path, String body);

    @Override
    void close();

    /**
     * Asks, and expects to be obeyed.
     *
     * @throws CommandFailed if the authority refuses, with its reason
     */
    default JsonObject ask(String method, String path, Map<String, ?> members) {
        JsonObject json = json(text(method, path, members));
        if (json == null) {
            throw new CommandFailed("the authority answered what is no answer");
        }
        return json;
    }

    /** The same, with the answer as it came. */
    default String text(String method, String path, Map<String, ?> members) {
        Answer answer = send(method, path, members.isEmpty() ? "" : Json.write(members));
        if (answer.status() != 200) {
            throw new CommandFailed("the authority refuses (" + answer.status() + "): "
                    + Optional.ofNullable(json(answer.text()))
                            .flatMap(problem -> problem.string("title"))
                            .orElse("it does not say why"));
        }
        return answer.text();
    }

    private static @Nullable JsonObject json(String text) {
        return Json.object(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same for what needs no content. */
    default JsonObject ask(String method, String path) {
        return ask(method, path, Map.of());
    }

    /** The elements of an answer's list. */
    static List<JsonObject> list(JsonObject answer, String name) {
        return answer.array(name).orElse(List.of()).stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .toList();
    }
}
