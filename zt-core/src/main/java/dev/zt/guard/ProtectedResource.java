package dev.zt.guard;

import dev.zt.identity.Audience;
import dev.zt.identity.Scopes;
import dev.zt.identity.TrustworthyOrigin;
import dev.zt.request.Target;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Protected resource metadata (RFC 9728 §2): the resource identifier, its authorization servers and the scopes to ask
 * for, published to everybody. Immutable.
 */
public final class ProtectedResource {
    /** The longest name in characters. */
    public static final int MAX_NAME_LENGTH = 128;

    /** The most authorization servers. */
    public static final int MAX_AUTHORIZATION_SERVERS = 16;

    private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

    private final Audience identifier;
    private final Target wellKnown;
    private final URI metadataUrl;
    private final List<URI> authorizationServers;
    private final Scopes scopes;
    private final @Nullable String name;
    private final @Nullable URI documentation;

    private ProtectedResource(Builder builder) {
        this.identifier = builder.identifier;
        this.wellKnown = builder.wellKnown;
        this.metadataUrl = builder.metadataUrl;
        this.authorizationServers = List.copyOf(builder.authorizationServers);
        this.scopes = builder.scopes;
        this.name = builder.name;
        this.documentation = builder.documentation;
    }

    /**
     * A description with nothing but the identifier.
     *
     * @param identifier what access tokens for this service must be meant for: one of the audiences of the guard,
     *     and an HTTPS URL, or an HTTP one of 127.0.0.1 or [::1]
     * @throws IllegalArgumentException if it is no such URL, or its path can be read in more than one way
     */
    public static Builder builder(Audience identifier) {
        return new Builder(identifier);
    }

    /** The resource identifier. */
    public Audience identifier() {
        return identifier;
    }

    /** The issuers whose access tokens this service takes, in the order of preference; possibly none. */
    public List<URI> authorizationServers() {
        return authorizationServers;
    }

    /** The scopes that can be asked for, as far as everybody may know; possibly none. */
    public Scopes scopes() {
        return scopes;
    }

    /** What people call this service. */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** Where developers can read about this service. */
    public Optional<URI> documentation() {
        return Optional.ofNullable(documentation);
    }

    /** The path of the metadata: the well-known name before the path of the identifier (RFC 9728 §3.1). */
    public Target wellKnown() {
        return wellKnown;
    }

    /** The URL of the metadata. */
    public URI metadataUrl() {
        return metadataUrl;
    }

    @Override
    public String toString() {
        return "ProtectedResource[" + identifier + "]";
    }

    /** The parts of a description that may be left out. Not safe for concurrent use. */
    public static final class Builder {
        private final Audience identifier;
        private final Target wellKnown;
        private final URI metadataUrl;
        private final List<URI> authorizationServers = new ArrayList<>();
        private Scopes scopes = Scopes.none();
        private @Nullable String name;
        private @Nullable URI documentation;

        private Builder(Audience identifier) {
            URI url = parse(identifier.toString());
            require(isTrustworthy(url), "a resource identifier is an HTTPS URL, such as https://orders.internal");
            this.identifier = identifier;
            // RFC 9728 §3.1: no slash stands for an empty path; an audience prints none.
            this.wellKnown = Target.parse(WELL_KNOWN + url.getRawPath())
                    .orElseThrow(() -> new IllegalArgumentException(
                            "the path of a resource identifier can be read in one way only"));
            this.metadataUrl = URI.create(url.getScheme() + "://" + url.getRawAuthority() + wellKnown.raw());
        }

        /**
         * Adds an authorization server by its issuer identifier (RFC 8414 §2); default none.
         *
         * @throws IllegalArgumentException if it is no HTTPS URL or has a query or a fragment, is there already,
         *     or is one too many
         */
        public Builder authorizationServer(URI issuer) {
            require(
                    isTrustworthy(issuer) && issuer.getRawQuery() == null && issuer.getRawFragment() == null,
                    "an authorization server is an HTTPS URL without query and fragment");
            require(!authorizationServers.contains(issuer), "an authorization server stands once");
            require(
                    authorizationServers.size() < MAX_AUTHORIZATION_SERVERS,
                    "at most " + MAX_AUTHORIZATION_SERVERS + " authorization servers");
            authorizationServers.add(issuer);
            return this;
        }

        /**
         * Adds scopes that everybody may know of; default none.
         *
         * @throws IllegalArgumentException if there are more than {@value Scopes#MAX_SIZE} in all
         */
        public Builder scopes(Scopes more) {
            this.scopes = scopes.union(more);
            return this;
        }

        /**
         * What people call this service; default nothing.
         *
         * @throws IllegalArgumentException if it is blank, longer than {@value ProtectedResource#MAX_NAME_LENGTH}
         *     characters, or holds one that cannot be seen
         */
        public Builder name(String text) {
            require(
                    !text.isBlank()
                            && text.length() <= MAX_NAME_LENGTH
                            && text.codePoints().allMatch(Builder::isVisible),
                    "a name has 1 to " + MAX_NAME_LENGTH + " visible characters");
            this.name = text;
            return this;
        }

        /**
         * Where developers can read about this service; default nowhere.
         *
         * @throws IllegalArgumentException if it is no HTTPS URL
         */
        public Builder documentation(URI page) {
            require(isTrustworthy(page), "the documentation is an HTTPS URL");
            this.documentation = page;
            return this;
        }

        /** The description. */
        public ProtectedResource build() {
            return new ProtectedResource(this);
        }

        // Whoever could change the answer on its way could send callers to an authorization server of his own.
        private static boolean isTrustworthy(URI url) {
            return TrustworthyOrigin.isOf(url) && url.getRawUserInfo() == null && FieldText.isWord(url.toString());
        }

        private static URI parse(String text) {
            try {
                return new URI(text);
            } catch (URISyntaxException e) {
                throw new IllegalArgumentException("not a URL", e);
            }
        }

        private static boolean isVisible(int character) {
            return switch (Character.getType(character)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.PRIVATE_USE,
                        Character.UNASSIGNED,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> false;
                default -> true;
            };
        }

        private static void require(boolean condition, String message) {
            if (!condition) {
                throw new IllegalArgumentException(message);
            }
        }
    }
}
