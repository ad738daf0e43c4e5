package dev.zt.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one signature says of itself: the components it covers and its parameters (RFC 9421 §2.3, §4.1). A parameter of
 * another type than its own counts as missing. Immutable.
 */
public final class SignatureInput {
    static final int MAX_COMPONENTS = 64;

    private final String label;
    private final List<Component> components;
    private final Parameters parameters;
    private final String text;
    private final boolean distinct;

    private SignatureInput(String label, List<Component> components, Parameters parameters, String text) {
        this.label = label;
        this.components = List.copyOf(components);
        this.parameters = parameters;
        this.text = text;
        this.distinct = areDistinct(this.components);
    }

    // No set: there are six or seven.
    private static boolean areDistinct(List<Component> components) {
        for (int i = 1; i < components.size(); i++) {
            if (components.subList(0, i).contains(components.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** One to be written, in its canonical spelling. */
    static SignatureInput of(String label, List<Component> components, Parameters parameters) {
        StringBuilder text = new StringBuilder("(");
        for (Component component : components) {
            text.append(text.length() == 1 ? "" : " ").append(component.text());
        }
        text.append(')').append(parameters.text());
        return new SignatureInput(label, components, parameters, text.toString());
    }

    /** Reads the value of a member of {@code Signature-Input}; null if it is not one. */
    static @Nullable SignatureInput read(String label, Cursor cursor) {
        int start = cursor.place();
        List<Component> components = readComponents(cursor);
        if (components == null) {
            return null;
        }
        Parameters parameters = ItemReader.parameters(cursor);
        return parameters == null ? null : new SignatureInput(label, components, parameters, cursor.since(start));
    }

    private static @Nullable List<Component> readComponents(Cursor cursor) {
        if (!cursor.take('(')) {
            return null;
        }
        List<Component> components = new ArrayList<>();
        while (true) {
            boolean apart = cursor.skipSpaces();
            if (cursor.take(')')) {
                return components;
            }
            if ((!components.isEmpty() && !apart) || components.size() == MAX_COMPONENTS) {
                return null;
            }
            String name = ItemReader.string(cursor);
            Parameters parameters = name == null ? null : ItemReader.parameters(cursor);
            if (name == null || parameters == null) {
                return null;
            }
            components.add(new Component(name, parameters));
        }
    }

    /** The label, by which nothing is chosen: it only leads to the bytes of the signature. */
    public String label() {
        return label;
    }

    List<Component> components() {
        return components;
    }

    /** Whether none of them stands twice (RFC 9421 §2). */
    boolean areDistinct() {
        return distinct;
    }

    Parameters parameters() {
        return parameters;
    }

    /** The value of the member exactly as it was received, which is what was signed. */
    public String text() {
        return text;
    }

    /** The parameter {@code created}. */
    public Optional<Instant> created() {
        return time("created");
    }

    /** The parameter {@code expires}. */
    public Optional<Instant> expires() {
        return time("expires");
    }

    /** The parameter {@code nonce}; never empty text. */
    public Optional<String> nonce() {
        return string("nonce");
    }

    /** The parameter {@code tag}; never empty text. */
    public Optional<String> tag() {
        return string("tag");
    }

    /** The parameter {@code wimse-aud}; never empty text. */
    public Optional<String> audience() {
        return string("wimse-aud");
    }

    /** Whether the parameter {@code wimse-sign-response} asks for a signed answer. */
    public boolean demandsSignedResponse() {
        return parameters.isSet("wimse-sign-response");
    }

    /** The parameter {@code wimse-req-nonce}; never empty text. */
    public Optional<String> requestNonce() {
        return string("wimse-req-nonce");
    }

    private Optional<Instant> time(String name) {
        return parameters.values().get(name) instanceof BareItem.Whole seconds && seconds.value() >= 0
                ? Optional.of(Instant.ofEpochSecond(seconds.value()))
                : Optional.empty();
    }

    private Optional<String> string(String name) {
        return parameters.values().get(name) instanceof BareItem.Text read
                        && !read.value().isEmpty()
                ? Optional.of(read.value())
                : Optional.empty();
    }

    /** Shows nothing of the values, which are the caller's. */
    @Override
    public String toString() {
        return "SignatureInput[" + components.size() + " components]";
    }
}
