package dev.zt.bench;

import com.nimbusds.jose.JWSAlgorithm;

/** The libraries that check tokens. */
enum TokenLibrary {
    NIMBUS("Nimbus"),
    SPRING("Spring"),
    JOSE4J("jose4j"),
    AUTH0("auth0"),
    JJWT("jjwt"),
    /** Reads JWT-SVIDs only, so it is given some with the same claims. It checks no {@code iss}. */
    JAVA_SPIFFE("java-spiffe");

    private final String label;

    TokenLibrary(String label) {
        this.label = label;
    }

    /** The library, set up for the tokens of a server. */
    TokenPeer reading(AccessTokens server) {
        return switch (this) {
            case NIMBUS ->
                new NimbusProcessor(JWSAlgorithm.parse(server.algorithm().joseName()), server.keySet())::isValid;
            case SPRING -> new SpringDecoder(server);
            case JOSE4J -> new Jose4jConsumer(server);
            case AUTH0 -> new Auth0Verifier(server);
            case JJWT -> new JjwtReader(server);
            case JAVA_SPIFFE -> new JavaSpiffeReader(server);
        };
    }

    /** What it is to read where zt reads access tokens. */
    AccessTokens.Kind kind() {
        return this == JAVA_SPIFFE ? AccessTokens.Kind.JWT_SVID : AccessTokens.Kind.ACCESS_TOKEN;
    }

    String label() {
        return label;
    }
}
