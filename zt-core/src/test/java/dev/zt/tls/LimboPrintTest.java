package dev.zt.tls;

import com.fasterxml.jackson.databind.*;
import java.nio.file.*;
import org.junit.jupiter.api.Test;

class LimboPrintTest {
    @Test
    void print() throws Exception {
        for (JsonNode json : new ObjectMapper()
                .readTree(Path.of("/work/shared/vectors/x509-limbo/limbo-core-194.json")
                        .toFile())
                .get("testcases")) {
            LimboCase c = new LimboCase(json);
            if (c.id().startsWith("webpki::cn::") || c.id().startsWith("webpki::san::")) continue;
            long t = System.nanoTime();
            boolean p = c.hasPath();
            long u = (System.nanoTime() - t) / 1000000;
            boolean a = c.isAccepted();
            if (p != c.mustPass() || u > 300 || (a && !c.mustPass()) || (!a && c.mustPass()))
                System.out.println(
                        "LIMBO " + (c.mustPass() ? "S" : "F") + " path=" + p + " svid=" + a + " " + u + "ms " + c.id());
        }
    }
}
