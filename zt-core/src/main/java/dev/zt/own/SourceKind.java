package dev.zt.own;

import dev.zt.config.Setting;
import dev.zt.config.Settings;

/** The identity sources that settings can name. */
public enum SourceKind {
    /** Files that something else writes. */
    FILES,
    /** An authority that issues an identity to each instance. */
    AUTHORITY,
    /** An authorization server alone: the process is a client of it and no workload. */
    OAUTH;

    /** The one that the settings name, or imply by naming an authority, a directory or an authorization server. */
    public static SourceKind of(Settings settings) {
        return settings.choice(Setting.IDENTITY_SOURCE, SourceKind.class, implied(settings));
    }

    // One besides a workload identity does not replace it.
    private static SourceKind implied(Settings settings) {
        if (settings.optional(Setting.AUTHORITY).isPresent()
                || settings.optional(Setting.JOIN_FILE).isPresent()) {
            return AUTHORITY;
        }
        boolean client = settings.optional(Setting.OAUTH_ISSUER).isPresent()
                && settings.optional(Setting.IDENTITY_DIRECTORY).isEmpty();
        return client ? OAUTH : FILES;
    }
}
