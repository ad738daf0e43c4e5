package dev.zt.bench;

import dev.zt.keys.SignatureProvider;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands before the same servlet in the same container, in the order of the table. */
enum Edge {
    BARE("bare", null, Presents.NOTHING, null),
    OPEN("zt, public endpoint", Engine.fastest(), Presents.NOTHING, 0.9),
    CHECK("one bare check of the proof", Engine.fastest(), Presents.PROOF, null),
    PROVEN_BY_CORRETTO("zt, known token, fresh proof", Engine.CORRETTO, Presents.PROOF, 0.3),
    PROVEN_BY_BOUNCY_CASTLE("zt, known token, fresh proof", Engine.BOUNCY_CASTLE, Presents.PROOF, null),
    SPRING("Spring Security, JWT", null, Presents.BEARER, null);

    private final String label;
    private final @Nullable Engine engine;
    private final Presents presents;
    private final @Nullable Double bound;

    /** What a request has to show. */
    enum Presents {
        NOTHING,
        PROOF,
        BEARER
    }

    Edge(String label, @Nullable Engine engine, Presents presents, @Nullable Double bound) {
        this.label = label;
        this.engine = engine;
        this.presents = presents;
        this.bound = bound;
    }

    /** Those that work on this machine. */
    static List<Edge> present() {
        return Arrays.stream(values())
                .filter(edge -> edge.engine == null || Engine.present().contains(edge.engine))
                .toList();
    }

    String label() {
        return label;
    }

    /**
     * Who checks signatures, where it is not the JDK.
     *
     * @throws IllegalStateException where nothing of zt is in use
     */
    SignatureProvider signatures() {
        if (engine == null) {
            throw new IllegalStateException(this + " uses no engine of zt");
        }
        return engine.signatures();
    }

    /** The name in the table of who checks signatures. */
    String engineLabel() {
        if (presents == Presents.NOTHING) {
            return "";
        }
        return engine == null ? "the JDK's" : engine.label();
    }

    Presents presents() {
        return presents;
    }

    /** The least part of the bare rate that it may reach; null for a reference. */
    @Nullable
    Double bound() {
        return bound;
    }
}
