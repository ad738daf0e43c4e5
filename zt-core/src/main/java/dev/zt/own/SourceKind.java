package dev.zt.own;

import dev.zt.config.Setting;
import dev.zt.config.Settings;

/** The identity sources that settings can name. */
public enum SourceKind {
    /** Files that something else writes. */
    FILES,
    /** An authority that issues an identity to each instance. */
    AUTHORITY;

    /** The one that the settings name, or imply by naming an authority. */
    public static SourceKind of(Settings settings) {
        boolean named = settings.optional(Setting.AUTHORITY).isPresent()
                || settings.optional(Setting.JOIN_FILE).isPresent();
        return settings.choice(Setting.IDENTITY_SOURCE, SourceKind.class, named ? AUTHORITY : FILES);
    }
}
