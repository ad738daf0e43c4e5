package dev.zt.guard;

import dev.zt.config.Node;
import dev.zt.config.Setting;
import dev.zt.config.Settings;
import dev.zt.identity.Audience;
import dev.zt.identity.Scopes;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Reads what a service tells everybody about getting access to it. */
final class ProtectedResourceSettings {
    private static final List<Setting> DETAILS = List.of(
            Setting.RESOURCE_METADATA_AUTHORIZATION_SERVERS,
            Setting.RESOURCE_METADATA_SCOPES,
            Setting.RESOURCE_METADATA_NAME,
            Setting.RESOURCE_METADATA_DOCUMENTATION);

    private ProtectedResourceSettings() {}

    /** The description; empty unless the operator named the resource. */
    static Optional<ProtectedResource> read(Settings settings, List<Audience> audiences) {
        Optional<Node> resource = settings.optional(Setting.RESOURCE_METADATA_RESOURCE);
        if (resource.isEmpty()) {
            refuseDetails(settings);
            return Optional.empty();
        }
        ProtectedResource.Builder builder =
                resource.get().as(text -> ProtectedResource.builder(among(audiences, text)));
        for (Node issuer : settings.texts(Setting.RESOURCE_METADATA_AUTHORIZATION_SERVERS)) {
            issuer.as(text -> builder.authorizationServer(URI.create(text)));
        }
        for (Node scope : settings.texts(Setting.RESOURCE_METADATA_SCOPES)) {
            scope.as(text -> builder.scopes(Scopes.of(text)));
        }
        settings.optional(Setting.RESOURCE_METADATA_NAME).ifPresent(node -> node.as(builder::name));
        settings.optional(Setting.RESOURCE_METADATA_DOCUMENTATION)
                .ifPresent(node -> node.as(text -> builder.documentation(URI.create(text))));
        return Optional.of(builder.build());
    }

    // Details alone would look as if they were told to somebody.
    private static void refuseDetails(Settings settings) {
        for (Setting detail : DETAILS) {
            settings.optional(detail).ifPresent(node -> {
                throw node.error("'" + detail.key() + "' says nothing without '"
                        + Setting.RESOURCE_METADATA_RESOURCE.key() + "'");
            });
        }
    }

    private static Audience among(List<Audience> audiences, String text) {
        Audience identifier = Audience.of(text);
        if (!audiences.contains(identifier)) {
            throw new IllegalArgumentException("the resource is one of the audiences: " + audiences);
        }
        return identifier;
    }
}
