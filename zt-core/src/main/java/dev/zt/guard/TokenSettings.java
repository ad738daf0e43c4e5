package dev.zt.guard;

import dev.zt.config.Node;
import dev.zt.config.Setting;
import dev.zt.config.Settings;
import dev.zt.identity.Audience;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.TrustDomain;
import dev.zt.keys.KeySettings;
import dev.zt.keys.TrustedIssuer;
import dev.zt.verify.TokenRules;
import dev.zt.verify.VerifierRules;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads which tokens of others a guard accepts, and what it demands of their proofs. */
final class TokenSettings {
    /** Whether DPoP proofs must carry a nonce. */
    enum Nonces {
        OFF,
        REQUIRED
    }

    private static final TokenRules STANDARD = TokenRules.none();

    private TokenSettings() {}

    /**
     * The rules for tokens.
     *
     * @param audiences what the service is addressed as, for issuers that name no audience of their own
     */
    static TokenRules rules(Settings settings, List<Audience> audiences) {
        TokenRules rules = STANDARD;
        for (TrustedIssuer trusted : KeySettings.issuers(settings)) {
            List<Audience> own = trusted.audiences().isEmpty() ? audiences : trusted.audiences();
            rules = rules.issuer(trusted.issuer(), own.toArray(Audience[]::new));
        }
        for (Node origin : settings.texts(Setting.ORIGINS)) {
            TokenRules before = rules;
            rules = origin.as(text -> before.origin(Audience.of(text)));
        }
        Set<String> algorithms = new LinkedHashSet<>();
        for (Node algorithm : settings.texts(Setting.DPOP_ALGORITHMS)) {
            // One by one, so that a mistake is reported at its place.
            algorithm.as(text -> STANDARD.proofAlgorithms(Set.of(text)));
            algorithms.add(algorithm.text());
        }
        if (!algorithms.isEmpty()) {
            rules = rules.proofAlgorithms(algorithms);
        }
        if (settings.choice(Setting.JWT_SVID, TokenRules.JwtSvids.class, TokenRules.JwtSvids.REFUSE)
                == TokenRules.JwtSvids.ACCEPT) {
            rules = rules.acceptingJwtSvids();
        }
        return withTransactions(settings, rules);
    }

    private static TokenRules withTransactions(Settings settings, TokenRules rules) {
        Optional<Node> issuer = settings.optional(Setting.TRANSACTION_TOKENS_ISSUER);
        Optional<Node> domain = settings.optional(Setting.TRANSACTION_TOKENS_TRUST_DOMAIN);
        if (issuer.isEmpty()) {
            domain.ifPresent(node -> {
                throw node.error("'" + Setting.TRANSACTION_TOKENS_TRUST_DOMAIN.key() + "' says nothing without '"
                        + Setting.TRANSACTION_TOKENS_ISSUER.key() + "'");
            });
            return rules;
        }
        return rules.transactions(
                issuer.get().as(IssuerUrl::of),
                domain.orElseGet(() -> settings.required(Setting.TRUST_DOMAIN)).as(TrustDomain::of));
    }

    /** Whether proofs must carry a nonce; without issuers nobody could bring one. */
    static Nonces nonces(Settings settings, VerifierRules rules) {
        Nonces nonces = settings.choice(Setting.DPOP_NONCES, Nonces.class, Nonces.OFF);
        if (nonces == Nonces.REQUIRED && !rules.tokens().acceptBound()) {
            throw settings.required(Setting.DPOP_NONCES)
                    .error("nobody can bring a nonce: '" + Setting.ISSUERS.key() + "' names no authorization server");
        }
        return nonces;
    }

    /** The keys of nonces; empty if this process makes its own. */
    static Optional<NonceKeyFile> nonceKeys(Settings settings, Nonces nonces, InstantSource clock) {
        Optional<Node> file = settings.optional(Setting.DPOP_NONCE_KEY);
        if (file.isPresent() && nonces == Nonces.OFF) {
            throw file.get()
                    .error("'" + Setting.DPOP_NONCE_KEY.key() + "' says nothing without '" + Setting.DPOP_NONCES.key()
                            + ": required'");
        }
        return file.map(settings::path).map(path -> NonceKeyFile.open(path, clock));
    }
}
