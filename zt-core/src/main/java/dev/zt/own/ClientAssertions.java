package dev.zt.own;

import dev.zt.identity.ClientId;
import dev.zt.jose.Base64Url;
import dev.zt.jose.Json;
import dev.zt.jose.JwsWriter;
import dev.zt.jose.SigningKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Signs the assertions by which a client proves itself to its authorization server ({@code private_key_jwt}, RFC 7523
 * as amended by draft-ietf-oauth-rfc7523bis). Safe for concurrent use.
 *
 * <p>The audience is the issuer, alone and as a string. There is no way to name the token endpoint: another server that
 * states somebody else's endpoint as its own would be given what that one accepts.
 */
final class ClientAssertions {
    /** How long an assertion lives. */
    static final Duration LIFE = Duration.ofSeconds(60);

    private static final int ID_BYTES = 16;

    private final ClientId client;
    private final SigningKey key;
    private final JwsWriter writer;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    ClientAssertions(ClientId client, SigningKey key, Optional<String> keyId, InstantSource clock) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("typ", "client-authentication+jwt");
        header.put("alg", key.publicJwk().algorithm().joseName());
        keyId.ifPresent(kid -> header.put("kid", kid));
        this.client = client;
        this.key = key;
        this.writer = new JwsWriter(Json.write(header));
        this.clock = clock;
    }

    /** An assertion to be sent once. */
    String mint() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        long now = clock.instant().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", client.name());
        claims.put("sub", client.name());
        claims.put("aud", client.issuer().text());
        claims.put("jti", Base64Url.encode(id));
        claims.put("iat", now);
        claims.put("exp", now + LIFE.toSeconds());
        return writer.sign(Json.write(claims), key);
    }

    /** The {@code alg} of the assertions. */
    String algorithm() {
        return key.publicJwk().algorithm().joseName();
    }

    @Override
    public String toString() {
        return "ClientAssertions[" + client + "]";
    }
}
