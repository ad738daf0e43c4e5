package dev.zt.bench;

import java.util.List;

/** The engines that decide. */
enum PolicyLibrary {
    ATHENZ("Athenz ZPE"),
    CASBIN("jCasbin"),
    CEDAR("Cedar"),
    PATH_PATTERN("PathPattern");

    private final String label;

    PolicyLibrary(String label) {
        this.label = label;
    }

    /** The engine with these rules. */
    PolicyPeer holding(List<Rules.Edge> rules) {
        return switch (this) {
            case ATHENZ -> AthenzRules.read(rules);
            case CASBIN -> new CasbinRules(rules);
            case CEDAR -> new CedarRules(rules);
            case PATH_PATTERN -> new PathPatternRules(rules);
        };
    }

    String label() {
        return label;
    }
}
