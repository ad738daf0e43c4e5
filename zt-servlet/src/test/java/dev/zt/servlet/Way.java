package dev.zt.servlet;

import java.util.Arrays;
import java.util.List;

/**
 * One kind of request: what it shows, which way its handler sends it, and what must come of it.
 *
 * <p>It must come by its steps and by no others; where a step's name begins with {@code public}, nobody is to be
 * seen.
 */
enum Way {
    PLAIN(20, Shows.PROOF, Way.GUARDED, Move.ANSWER, 200, "here"),
    FORWARD(7, Shows.PROOF, Way.GUARDED, Move.FORWARD, 200, "-before target -after"),
    INCLUDE(7, Shows.PROOF, Way.GUARDED, Move.INCLUDE, 200, "before target after"),
    ASYNC(7, Shows.PROOF, Way.GUARDED, Move.ASYNC, 200, "-before target"),
    WORK(7, Shows.PROOF, Way.GUARDED, Move.WORK, 200, "-before later"),
    TIMEOUT(4, Shows.PROOF, Way.GUARDED, Move.TIMEOUT, 200, "-before -timeout target"),
    TIMEOUT_PAGE(3, Shows.PROOF, Way.GUARDED, Move.TIMEOUT_PAGE, 500, "-before page"),
    ERROR_PAGE(4, Shows.PROOF, Way.GUARDED, Move.ERROR, 500, "-before page"),
    THROW_PAGE(2, Shows.PROOF, Way.GUARDED, Move.THROW, 500, "-before page"),

    SIGNED(7, Shows.SIGNATURE, Way.GUARDED, Move.ANSWER, 200, "here"),
    SIGNED_FORWARD(3, Shows.SIGNATURE, Way.GUARDED, Move.FORWARD, 200, "-before target -after"),
    DPOP(7, Shows.DPOP, Way.GUARDED, Move.ANSWER, 200, "here"),
    DPOP_ASYNC(3, Shows.DPOP, Way.GUARDED, Move.ASYNC, 200, "-before target"),
    BEARER(7, Shows.BEARER, Way.GUARDED, Move.ANSWER, 200, "here"),
    BEARER_WORK(3, Shows.BEARER, Way.GUARDED, Move.WORK, 200, "-before later"),

    PUBLIC(9, Shows.NOTHING, Way.PUBLIC_PATH, Move.ANSWER, 200, "public-here"),
    PUBLIC_WITH_PROOF(5, Shows.PROOF, Way.PUBLIC_PATH, Move.ANSWER, 200, "public-here"),
    PUBLIC_WITH_GARBAGE(3, Shows.GARBAGE, Way.PUBLIC_PATH, Move.ANSWER, 200, "public-here"),
    PUBLIC_WORK(4, Shows.PROOF, Way.PUBLIC_PATH, Move.WORK, 200, "-public-before public-later"),
    PUBLIC_ERROR_PAGE(3, Shows.PROOF, Way.PUBLIC_PATH, Move.PUBLIC_ERROR, 501, "-public-before public-page"),
    PUBLIC_FORWARD(5, Shows.PROOF, Way.PUBLIC_PATH, Move.FORWARD, 200, "-public-before target -public-after"),
    PUBLIC_INCLUDE(5, Shows.PROOF, Way.PUBLIC_PATH, Move.INCLUDE, 200, "public-before target public-after"),
    PUBLIC_ASYNC(4, Shows.PROOF, Way.PUBLIC_PATH, Move.ASYNC, 200, "-public-before target"),

    ANONYMOUS(4, Shows.NOTHING, Way.GUARDED, Move.ANSWER, "nothing-presented"),
    GARBAGE(4, Shows.GARBAGE, Way.GUARDED, Move.ANSWER, 400, "", "wit-malformed"),
    USED(4, Shows.USED_PROOF, Way.GUARDED, Move.ANSWER, "proof-replayed"),
    STOLEN(4, Shows.PROOF_OF_ANOTHER, Way.GUARDED, Move.ANSWER, "proof-signature"),
    NO_SCOPE(4, Shows.PROOF, Way.FORBIDDEN, Move.ANSWER, 403, "", "not-allowed"),
    FORWARD_NO_SCOPE(3, Shows.PROOF, Way.GUARDED, Move.FORWARD_AWAY, 403, "-before -after", "not-allowed"),
    PUBLIC_FORWARD_ANONYMOUS(
            3, Shows.NOTHING, Way.PUBLIC_PATH, Move.FORWARD, 401, "-public-before -public-after", "nothing-presented"),
    PUBLIC_INCLUDE_USED(3, Shows.USED_PROOF, Way.PUBLIC_PATH, Move.INCLUDE, 401, "-public-before", "proof-replayed");

    static final String GUARDED = "/api/seen/";
    static final String PUBLIC_PATH = "/public/";
    static final String FORBIDDEN = "/api/admin/";

    /** What a request shows of its caller. */
    enum Shows {
        NOTHING,
        PROOF,
        /** A signature over the whole request by the same workload. */
        SIGNATURE,
        /** The access token of the client of the same number, with a proof of its key. */
        DPOP,
        /** A plain access token of that client. */
        BEARER,
        /** A token that is none. */
        GARBAGE,
        /** The last proof that this caller was served for. */
        USED_PROOF,
        /** This caller's token with a proof that another caller minted. */
        PROOF_OF_ANOTHER
    }

    /** What the first handler does. */
    enum Move {
        ANSWER,
        FORWARD,
        FORWARD_AWAY,
        INCLUDE,
        ASYNC,
        WORK,
        TIMEOUT,
        TIMEOUT_PAGE,
        ERROR,
        PUBLIC_ERROR,
        THROW
    }

    /** A place where handlers look who calls, and whether its words end in the answer. */
    record Step(String name, boolean isShown) {}

    private final int weight;
    private final Shows shows;
    private final String path;
    private final Move move;
    private final int status;
    // A list of records, made once and never changed.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Step> steps;

    private final String reason;

    Way(int weight, Shows shows, String path, Move move, int status, String steps, String reason) {
        this.weight = weight;
        this.shows = shows;
        this.path = path;
        this.move = move;
        this.status = status;
        this.steps = Arrays.stream(steps.split(" ", -1))
                .filter(step -> !step.isEmpty())
                .map(step -> step.startsWith("-") ? new Step(step.substring(1), false) : new Step(step, true))
                .toList();
        this.reason = reason;
    }

    Way(int weight, Shows shows, String path, Move move, int status, String steps) {
        this(weight, shows, path, move, status, steps, "permitted");
    }

    /** One that proves nobody and reaches no handler. */
    Way(int weight, Shows shows, String path, Move move, String reason) {
        this(weight, shows, path, move, 401, "", reason);
    }

    /** How often it comes, beside the others. */
    int weight() {
        return weight;
    }

    Shows shows() {
        return shows;
    }

    String path() {
        return path;
    }

    /** Whether the caller is the client of its number and not the workload. */
    boolean isOfClient() {
        return shows == Shows.DPOP || shows == Shows.BEARER;
    }

    Move move() {
        return move;
    }

    /** Whether a good proof is used up by it at an endpoint that serves the caller. */
    boolean usesUp() {
        return shows == Shows.PROOF && path.equals(GUARDED);
    }

    int status() {
        return status;
    }

    List<Step> steps() {
        return steps;
    }

    boolean isRefused() {
        return !reason.equals("permitted");
    }

    /** The reason of its last decision in the audit. */
    String reason() {
        return reason;
    }

    /** The whole answer that its handlers must give to a request of a caller; for a refusal, how it begins. */
    String answer(int caller, long serial) {
        if (isRefused()) {
            return "{\"type\":";
        }
        StringBuilder answer = new StringBuilder();
        steps.stream().filter(Step::isShown).forEach(step -> answer.append(say(step.name(), caller, serial)));
        return answer.toString();
    }

    /** What a handler says at a step if it sees what it should. */
    static String say(String step, int caller, long serial) {
        return step + " " + (isPublic(step) ? "nobody" : caller) + " #" + serial + ";";
    }

    static boolean isPublic(String step) {
        return step.startsWith("public");
    }
}
