package dev.zt.config;

/**
 * Something an operator wrote cannot be used. The message names the place, what is wrong and what to write instead;
 * it never quotes a secret. Whoever throws it has changed nothing.
 */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Place place;

    /** An error at a place; {@code problem} says what is wrong and how to mend it. */
    public ConfigurationException(Place place, String problem) {
        super(place + ": " + problem);
        this.place = place;
    }

    /** Where the error is. */
    public Place place() {
        return place;
    }
}
