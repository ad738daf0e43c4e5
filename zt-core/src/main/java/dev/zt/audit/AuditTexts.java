package dev.zt.audit;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The texts of one event, in the order of {@link AuditField}: a map that is made once and handed on without a copy.
 * Immutable.
 */
public final class AuditTexts extends AbstractMap<AuditField, String> {
    private final EnumMap<AuditField, String> texts;

    private AuditTexts(EnumMap<AuditField, String> texts) {
        this.texts = texts;
    }

    /** No texts yet. */
    public static Builder builder() {
        return new Builder();
    }

    static AuditTexts copyOf(Map<AuditField, String> texts) {
        if (texts instanceof AuditTexts immutable) {
            return immutable;
        }
        Builder copy = builder();
        texts.forEach(copy::put);
        return copy.build();
    }

    @Override
    public @Nullable String get(@Nullable Object key) {
        return texts.get(key);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return texts.containsKey(key);
    }

    @Override
    public Set<Map.Entry<AuditField, String>> entrySet() {
        return Collections.unmodifiableMap(texts).entrySet();
    }

    /** Collects texts for one event. Not safe for concurrent use. */
    public static final class Builder {
        private @Nullable EnumMap<AuditField, String> texts = new EnumMap<>(AuditField.class);

        private Builder() {}

        /**
         * Sets a field, in place of what was set before.
         *
         * @throws IllegalStateException if the texts were built
         */
        public Builder put(AuditField field, String text) {
            open().put(field, text);
            return this;
        }

        /**
         * The texts.
         *
         * @throws IllegalStateException if they were built before
         */
        public AuditTexts build() {
            AuditTexts built = new AuditTexts(open());
            texts = null;
            return built;
        }

        private EnumMap<AuditField, String> open() {
            if (texts == null) {
                throw new IllegalStateException("built once already");
            }
            return texts;
        }
    }
}
