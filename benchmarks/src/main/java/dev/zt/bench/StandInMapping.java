package dev.zt.bench;

import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.MappingMatch;

/** How a container says by which pattern it came to the one servlet. */
record StandInMapping(String pattern) implements HttpServletMapping {
    @Override
    public String getMatchValue() {
        return "";
    }

    @Override
    public String getPattern() {
        return pattern;
    }

    @Override
    public String getServletName() {
        return HelloServlet.NAME;
    }

    @Override
    public MappingMatch getMappingMatch() {
        return pattern.endsWith("/*") ? MappingMatch.PATH : MappingMatch.EXACT;
    }
}
