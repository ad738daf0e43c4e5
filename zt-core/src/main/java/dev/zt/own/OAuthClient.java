package dev.zt.own;

import dev.zt.config.Reloader;
import dev.zt.config.WatchedFiles;
import dev.zt.fetch.FetchLimits;
import dev.zt.fetch.FetchUrl;
import dev.zt.fetch.Fetcher;
import dev.zt.fetch.HttpFetcher;
import dev.zt.identity.ClientId;
import dev.zt.identity.IssuerUrl;
import dev.zt.jose.Algorithm;
import dev.zt.keys.SignatureProvider;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How this process is a client of an OAuth 2.0 authorization server: it proves itself by a key of its own
 * ({@code private_key_jwt}) and asks for access tokens that are bound to another, which never leaves the process
 * (RFC 9449). Immutable.
 *
 * <pre>{@code
 * AccessTokens tokens = OAuthClient.builder(IssuerUrl.of("https://idp.example"), "billing", Path.of("client.jwk"))
 *         .build()
 *         .open();
 * }</pre>
 */
public final class OAuthClient {
    private static final Logger LOG = LoggerFactory.getLogger(OAuthClient.class);

    private final ClientId id;
    private final Path keyFile;
    private final @Nullable String keyId;
    private final @Nullable Algorithm algorithm;
    private final @Nullable URI tokenEndpoint;
    private final @Nullable SSLContext tls;
    private final DpopUse dpop;
    private final TargetParameter targetParameter;
    private final SignatureProvider signatures;

    private OAuthClient(Builder builder) {
        this.id = builder.id;
        this.keyFile = builder.keyFile;
        this.keyId = builder.keyId;
        this.algorithm = builder.algorithm;
        this.tokenEndpoint = builder.tokenEndpoint;
        this.tls = builder.tls;
        this.dpop = builder.dpop;
        this.targetParameter = builder.targetParameter;
        SignatureProvider chosen = builder.signatures;
        this.signatures = chosen == null ? SignatureProvider.fastest() : chosen;
    }

    /**
     * A client.
     *
     * @param clientId its name at the issuer
     * @param keyFile its private key, as JWK or PKCS#8 PEM, of mode 0600; read again when it changes
     * @throws IllegalArgumentException if the name breaks the grammar of {@link ClientId}
     */
    public static Builder builder(IssuerUrl issuer, String clientId, Path keyFile) {
        return new Builder(ClientId.client(issuer, clientId), keyFile);
    }

    /**
     * Reads the key and begins to look after it and after the tokens that are going to be asked for; asks nobody yet.
     *
     * @throws dev.zt.config.ConfigurationException if the key file is missing, open to others, or bad
     */
    public AccessTokens open() {
        return open(Duration.ofSeconds(1));
    }

    AccessTokens open(Duration interval) {
        FetchLimits limits = FetchLimits.standard();
        return open(
                tls == null ? new HttpFetcher(limits) : new HttpFetcher(limits, tls),
                InstantSource.system(),
                new Reloader(interval));
    }

    AccessTokens open(Fetcher fetcher, InstantSource clock, Reloader reloader) {
        try {
            WatchedFiles<ClientAssertions> keys = ClientKeyFile.open(this, clock);
            if (dpop != DpopUse.REQUIRED) {
                LOG.warn("zt: oauth.dpop is {}: whoever reads a token of {} may be able to use it", dpop, id);
            }
            AuthorizationServer server = new AuthorizationServer(this, keys, fetcher, clock);
            AccessTokens tokens =
                    new AccessTokens(id, server, clock, new SecureRandom(), AccessTokens.PATIENCE, reloader);
            reloader.every(() -> {
                if (keys.refresh()) {
                    tokens.tryAgain();
                }
            });
            reloader.every(tokens::refreshAhead);
            return tokens;
        } catch (RuntimeException e) {
            reloader.close();
            throw e;
        }
    }

    /** As what callees know this client. */
    public ClientId id() {
        return id;
    }

    Path keyFile() {
        return keyFile;
    }

    Optional<String> keyId() {
        return Optional.ofNullable(keyId);
    }

    Optional<Algorithm> algorithm() {
        return Optional.ofNullable(algorithm);
    }

    Optional<URI> tokenEndpoint() {
        return Optional.ofNullable(tokenEndpoint);
    }

    DpopUse dpop() {
        return dpop;
    }

    TargetParameter targetParameter() {
        return targetParameter;
    }

    SignatureProvider signatures() {
        return signatures;
    }

    @Override
    public String toString() {
        return "OAuthClient[" + id() + "]";
    }

    /** Collects what a client states beyond issuer, name and key. Used by one thread. */
    public static final class Builder {
        private final ClientId id;
        private final Path keyFile;
        private @Nullable String keyId;
        private @Nullable Algorithm algorithm;
        private @Nullable URI tokenEndpoint;
        private @Nullable SSLContext tls;
        private DpopUse dpop = DpopUse.REQUIRED;
        private TargetParameter targetParameter = TargetParameter.RESOURCE;
        private @Nullable SignatureProvider signatures;

        private Builder(ClientId id, Path keyFile) {
            this.id = id;
            this.keyFile = keyFile;
        }

        /**
         * The {@code kid} of the key at the issuer. Default the one in the JWK, none for PEM.
         *
         * @throws IllegalArgumentException if it is empty or longer than 255 characters
         */
        public Builder keyId(String kid) {
            if (kid.isEmpty() || kid.length() > ClientId.MAX_LENGTH) {
                throw new IllegalArgumentException("a kid has 1 to " + ClientId.MAX_LENGTH + " characters");
            }
            keyId = kid;
            return this;
        }

        /**
         * The algorithm of the assertions, such as {@code PS256}. Default the one in the JWK, else the usual one of the
         * kind of key: that of its curve, or RS256.
         *
         * @throws IllegalArgumentException if zt does not know it
         */
        public Builder algorithm(String name) {
            algorithm = Algorithm.named(name)
                    .orElseThrow(() -> new IllegalArgumentException("an algorithm is one such as ES256 or PS256"));
            return this;
        }

        /**
         * Where to ask for tokens. Default as the issuer's metadata say (RFC 8414).
         *
         * @throws IllegalArgumentException if it is no HTTPS URL, and no HTTP one of 127.0.0.1 or [::1]
         */
        public Builder tokenEndpoint(URI url) {
            tokenEndpoint = FetchUrl.parse(url.toString())
                    .orElseThrow(() -> new IllegalArgumentException("a token endpoint is " + FetchUrl.FORM));
            return this;
        }

        /** Whom to believe to be the issuer. Default the platform's certificate authorities. */
        public Builder tls(SSLContext context) {
            tls = context;
            return this;
        }

        /** Whether tokens are bound to a key. Default {@link DpopUse#REQUIRED}. */
        public Builder dpop(DpopUse use) {
            dpop = use;
            return this;
        }

        /** How callees are named to the issuer. Default {@link TargetParameter#RESOURCE}. */
        public Builder targetParameter(TargetParameter parameter) {
            targetParameter = parameter;
            return this;
        }

        /** Who computes signatures. Default the fastest one present. */
        public Builder signatures(SignatureProvider provider) {
            signatures = provider;
            return this;
        }

        /** The client. */
        public OAuthClient build() {
            return new OAuthClient(this);
        }
    }
}
