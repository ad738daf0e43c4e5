package dev.zt.bench;

import dev.zt.jose.CompactJws;
import dev.zt.jose.PublicJwk;
import dev.zt.jose.SignatureEngine;
import dev.zt.jose.VerificationKey;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The signature of a proof and nothing else, which no filter that checks proofs can do without: believes every token,
 * and remembers its key by its text. A reference for measurements, and no protection.
 */
final class BareCheck implements Filter {
    private final SignatureEngine engine;
    private final Map<String, VerificationKey> confirmed = new ConcurrentHashMap<>();

    BareCheck(SignatureEngine engine) {
        this.engine = engine;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        String wit = http.getHeader("Workload-Identity-Token");
        String authorization = http.getHeader("Authorization");
        if (wit != null
                && authorization != null
                && SignedText.of(authorization.substring("WPT ".length()))
                        .isSignedBy(confirmed.computeIfAbsent(wit, this::key))) {
            chain.doFilter(request, response);
        } else {
            ((HttpServletResponse) response).setStatus(401);
            response.setContentLength(0);
        }
    }

    private VerificationKey key(String wit) {
        CompactJws token = CompactJws.split(wit);
        PublicJwk jwk = token == null || token.payload() == null
                ? null
                : token.payload()
                        .object("cnf")
                        .flatMap(cnf -> cnf.object("jwk"))
                        .map(PublicJwk::readWithAlgorithm)
                        .orElse(null);
        if (jwk == null) {
            throw new IllegalStateException("the token confirms no key");
        }
        return engine.verificationKey(jwk);
    }
}
