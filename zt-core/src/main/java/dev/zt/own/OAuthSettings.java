package dev.zt.own;

import dev.zt.config.Node;
import dev.zt.config.Setting;
import dev.zt.config.Settings;
import dev.zt.identity.IssuerUrl;
import dev.zt.keys.SignatureProvider;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Reads the {@code oauth} settings. */
final class OAuthSettings {
    private static final List<Setting> PARTS = List.of(
            Setting.OAUTH_CLIENT_ID,
            Setting.OAUTH_KEY_FILE,
            Setting.OAUTH_KEY_ID,
            Setting.OAUTH_KEY_ALGORITHM,
            Setting.OAUTH_TOKEN_ENDPOINT,
            Setting.OAUTH_DPOP,
            Setting.OAUTH_TARGET_PARAMETER);

    private OAuthSettings() {}

    /**
     * The client that the settings describe; empty if they name no issuer.
     *
     * @throws dev.zt.config.ConfigurationException at the first mistake, such as parts of a client without an issuer
     */
    static Optional<OAuthClient> read(Settings settings, SignatureProvider signatures) {
        if (settings.optional(Setting.OAUTH_ISSUER).isEmpty()) {
            PARTS.stream()
                    .flatMap(part -> settings.optional(part).stream())
                    .findFirst()
                    .ifPresent(stray -> {
                        throw stray.error("of no use without '" + Setting.OAUTH_ISSUER.key() + "'");
                    });
            return Optional.empty();
        }
        IssuerUrl issuer = settings.required(Setting.OAUTH_ISSUER).as(IssuerUrl::of);
        Node keyFile = settings.required(Setting.OAUTH_KEY_FILE);
        OAuthClient.Builder builder = settings.required(Setting.OAUTH_CLIENT_ID)
                .as(name -> OAuthClient.builder(issuer, name, settings.path(keyFile)));
        builder.signatures(signatures)
                .dpop(settings.choice(Setting.OAUTH_DPOP, DpopUse.class, DpopUse.REQUIRED))
                .targetParameter(settings.choice(
                        Setting.OAUTH_TARGET_PARAMETER, TargetParameter.class, TargetParameter.RESOURCE));
        settings.optional(Setting.OAUTH_KEY_ID).ifPresent(node -> node.as(builder::keyId));
        settings.optional(Setting.OAUTH_KEY_ALGORITHM).ifPresent(node -> node.as(builder::algorithm));
        settings.optional(Setting.OAUTH_TOKEN_ENDPOINT)
                .ifPresent(node -> node.as(url -> builder.tokenEndpoint(URI.create(url))));
        return Optional.of(builder.build());
    }
}
