package dev.zt.samples.demo;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The demo's result as one HTML page that needs nothing else: map, table of calls, table of attacks. Immutable. */
final class MapPage {
    private static final String STYLE = """
            body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 1080px; padding: 0 1rem;
              color: #1b1f24; background: #fff; }
            svg { width: 100%; height: auto; }
            .segment { fill: #f4f6f8; stroke: #aab2bb; }
            .segment-name { fill: #57606a; font-size: 15px; }
            .node { fill: #fff; stroke: #1b1f24; stroke-width: 1.5; }
            .name { text-anchor: middle; font-size: 15px; font-weight: 600; }
            .allowed, .denied { fill: none; stroke-width: 2; }
            .allowed { stroke: #1a7f37; }
            .denied { stroke: #b3261e; stroke-dasharray: 7 5; }
            .arrow { fill: #1a7f37; }
            .bar { fill: none; stroke: #b3261e; stroke-width: 2; }
            .count { text-anchor: middle; font-size: 13px; paint-order: stroke; stroke: #fff; stroke-width: 5px; }
            .allowed-count { fill: #116329; }
            .denied-count { fill: #8c1d18; }
            table { border-collapse: collapse; width: 100%; margin: .5rem 0 2rem; }
            th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #d5dae0; }
            .legend svg { width: 60px; height: 12px; vertical-align: middle; }
            """;
    private static final String LEGEND = """
            <p class="legend">
            <svg viewBox="0 0 60 12" aria-hidden="true"><path class="allowed" d="M0 6H60"/></svg>
            solid, ends in an arrow: allowed &#160; &#160;
            <svg viewBox="0 0 60 12" aria-hidden="true"><path class="denied" d="M0 6H60"/></svg>
            dashed, ends in a cross: denied. A call of somebody who is not proven is drawn from the intruder.</p>
            """;

    private final Map<String, List<String>> segments;
    private final CallCounts counts;
    private final List<Outcome> outcomes;
    private final String result;

    MapPage(Map<String, List<String>> segments, CallCounts counts, List<Outcome> outcomes, String result) {
        this.segments = segments;
        this.counts = counts;
        this.outcomes = List.copyOf(outcomes);
        this.result = result;
    }

    String html() {
        String members = segments.entrySet().stream()
                .map(segment -> Html.text(segment.getKey() + ": " + String.join(", ", segment.getValue())))
                .collect(Collectors.joining("; "));
        String calls = counts.edges().stream()
                .map(edge -> row(
                        edge.from(),
                        edge.to(),
                        Long.toString(edge.allowed()),
                        Long.toString(edge.denied()),
                        String.join(", ", edge.reasons())))
                .collect(Collectors.joining());
        String attacks = outcomes.stream()
                .map(outcome -> row(
                        outcome.strike().title(),
                        outcome.strike().target(),
                        outcome.expected(),
                        outcome.seen() + (outcome.isAsExpected() ? "" : " (not as expected)"),
                        outcome.fix()))
                .collect(Collectors.joining());
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>zt demo</title>\n<style>\n"
                + STYLE + "</style>\n</head>\n<body>\n<h1>Who called whom</h1>\n<p>" + Html.text(result) + "</p>\n"
                + new SegmentMap(segments).svg(counts.edges())
                + LEGEND
                + "<h2>Calls</h2>\n<p>Segments are " + members + ".</p>\n"
                + table(head("from", "to", "allowed", "denied", "reasons of denials"), calls)
                + "<h2>Attacks</h2>\n"
                + table(head("attack", "on", "expected", "seen", "what to do about it"), attacks)
                + "</body>\n</html>\n";
    }

    private static String table(String head, String rows) {
        return "<table>\n<thead>" + head + "</thead>\n<tbody>\n" + rows + "</tbody>\n</table>\n";
    }

    private static String head(String... cells) {
        return List.of(cells).stream()
                .map(cell -> "<th scope=\"col\">" + Html.text(cell) + "</th>")
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }

    private static String row(String... cells) {
        return List.of(cells).stream()
                .map(cell -> "<td>" + Html.text(cell) + "</td>")
                .collect(Collectors.joining("", "<tr>", "</tr>\n"));
    }
}
