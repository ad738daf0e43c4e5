package dev.zt.bench;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.SignedJWT;
import dev.zt.jose.CompactJws;
import dev.zt.jose.JsonObject;
import dev.zt.keys.KeyUse;
import dev.zt.keys.SignatureProvider;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One token parsed, checked and found in date, without a proof and without memory: by zt with the engine that is always
 * there, and by Nimbus JOSE+JWT with the provider that the platform gives it.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class PeerToken {
    private static final int TOKENS = 256;
    private static final int PEER_TOKENS = 24;

    private Fleet fleet;
    private List<String> tokens;
    private JWSVerifier verifier;

    /** Signs the tokens. */
    @Setup
    public void sign() {
        fleet = new Fleet(SignatureProvider.bouncyCastle());
        tokens = fleet.calls(TOKENS).stream()
                .map(permitted -> fleet.instance(permitted.caller()).wit())
                .toList();
        try {
            String key = fleet.authority().publicJwk().toJson(null, null);
            verifier = new ECDSAVerifier(ECKey.parse(key).toECPublicKey());
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException("the peer refuses the key", e);
        }
    }

    /** One pair of chunks. */
    @Benchmark
    public void measure(Costs costs) {
        costs.begin();
        costs.library = Chunk.microsEach(TOKENS, this::verify);
        costs.reference = Chunk.microsEach(PEER_TOKENS, this::verifyByPeer);
        costs.end();
    }

    private int verify() {
        int valid = 0;
        for (int i = 0; i < TOKENS; i++) {
            valid += isValid(tokens.get(i)) ? 1 : 0;
        }
        return valid;
    }

    private boolean isValid(String text) {
        CompactJws token = CompactJws.split(text);
        JsonObject claims = token == null ? null : token.payload();
        if (token == null || claims == null) {
            return false;
        }
        boolean signed = token.header()
                .keyId()
                .flatMap(kid -> fleet.bundle().key(KeyUse.WIT_SVID, kid))
                .filter(key -> key.signed(token))
                .isPresent();
        return signed && claims.wholeNumber("exp").orElse(0) > Instant.now().getEpochSecond();
    }

    private int verifyByPeer() {
        int valid = 0;
        for (int i = 0; i < PEER_TOKENS; i++) {
            valid += isValidByPeer(tokens.get(i)) ? 1 : 0;
        }
        return valid;
    }

    @SuppressWarnings("JavaUtilDate") // The peer's own type.
    private boolean isValidByPeer(String text) {
        try {
            SignedJWT token = SignedJWT.parse(text);
            boolean signed = token.verify(verifier);
            Date expiry = token.getJWTClaimsSet().getExpirationTime();
            return signed && expiry.getTime() > System.currentTimeMillis();
        } catch (ParseException | JOSEException e) {
            return false;
        }
    }
}
