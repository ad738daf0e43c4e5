package dev.zt.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class MapPageTest {
    private static final String HOSTILE = "</text><script>alert('\"&')</script>";

    @Test
    void shows_countsOnTheMapAndInTheTable() throws Exception {
        String html = page("orders", "A1");

        assertThat(html).contains("2 allowed", "1 denied", "<td>gateway</td><td>orders</td><td>2</td><td>1</td>");
        assertThat(parse(html).getElementsByTagName("svg").getLength()).isEqualTo(3);
    }

    @Test
    void tellsAllowedFromDenied_byMoreThanColour() {
        String html = page("orders", "A1");

        assertThat(html).contains("stroke-dasharray", "class=\"allowed\"", "class=\"denied\"", "url(#bar)");
    }

    @Test
    void escapes_everyName() throws Exception {
        String html = page(HOSTILE, HOSTILE);

        assertThat(html).doesNotContain("<script").contains("&lt;script&gt;");
        assertThat(parse(html).getElementsByTagName("script").getLength()).isZero();
    }

    @Test
    void needs_nothingFromElsewhere() {
        assertThat(page("orders", "A1")).doesNotContain("http:", "https:", "src=", "@import", "<link");
    }

    private static String page(String name, String reason) {
        CallCounts counts = new CallCounts();
        counts.add(new Decided("gateway", name, "GET /", "e", "", true, "A1", 1, 1));
        counts.add(new Decided("gateway", name, "GET /", "e", "", true, "A1", 1, 1));
        counts.add(new Decided("gateway", name, "GET /", "e", "", false, reason, 1, 1));
        counts.add(new Decided(Decided.UNPROVEN, name, "GET /", "e", "", false, reason, 1, 1));
        counts.add(new Decided(Decided.ANYONE, "gateway", "GET /", "e", "", true, "public", 1, 1));
        counts.add(new Decided(name, "gateway", "GET /", "e", "", true, "A1", 1, 1));
        Outcome outcome = new Outcome(new Strike(name, name, 401, reason, play -> null), 401, reason, name);
        return new MapPage(Map.of(name, List.of("gateway", name)), counts, List.of(outcome), name).html();
    }

    // Stricter than HTML: what is well-formed has no element that a name slipped in.
    private static Document parse(String html) throws Exception {
        String body = html.substring(html.indexOf("<html"));
        String xml = body.replace("<meta charset=\"utf-8\">", "");
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }
}
