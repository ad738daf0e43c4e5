package dev.zt.samples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What the guard says of an application when it starts. */
@ExtendWith(Siege.Extension.class)
class StartUpReportTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @FieldSource("dev.zt.samples.conformance.Siege#CONTAINERS")
    void names_eachMappingAndItsEndpoints(String container, Siege siege) throws IOException {
        assertThat(siege.log(container))
                .contains(
                        "'/api/orders/*' of 'orders': GET /api/orders/{id} (orders-GET) requires orders:read",
                        "'/public/*' of 'public': GET /public/{**} (public-GET) is public",
                        "'/exact' of 'exact': denied, no endpoint leads there",
                        "denied, because no endpoint of the policy leads there: '*.do' of 'legacy', '/' of 'default'");
    }

    @ParameterizedTest
    @FieldSource("dev.zt.samples.conformance.Siege#CONTAINERS")
    void names_theFilterThatUpgrades_behindTheGuard(String container, Siege siege) throws IOException {
        assertThat(siege.log(container)).containsPattern("filter '.*(?i:web ?socket).*' on .*: behind the guard");
    }

    @ParameterizedTest
    @FieldSource("dev.zt.samples.conformance.Siege#CONTAINERS")
    void asks_eachContainerWhatItKnows(String container) throws IOException {
        Path log = directory.resolve("log");
        TargetProcess.start(container, log, List.of("--tls")).close();
        assertThat(Files.readString(log)).doesNotContain("does not answer");
    }

    @ParameterizedTest
    @CsvSource({
        "jetty, nothing loosened",
        "tomcat10, nothing loosened",
        "tomcat11, nothing loosened",
        "undertow, unknown",
        "undertow, 'undertow cannot be asked: leave DECODE_SLASH'",
    })
    void says_howTheConnectorsAreSet(String container, String text, Siege siege) throws IOException {
        assertThat(siege.log(container)).containsPattern("connectors of (\\w+: )?" + text);
    }

    @ParameterizedTest
    @CsvSource({
        "jetty, UriCompliance is UNSAFE",
        "jetty, ServletHandler.decodeAmbiguousURIs is true",
        "tomcat10, encodedSolidusHandling is decode",
        "tomcat11, encodedSolidusHandling is decode",
        "tomcat10, relaxedPathChars lets characters into targets",
        "tomcat11, allowBackslash is true",
    })
    void warns_ofConnectorsThatWereLoosened(String container, String text, Siege siege) throws IOException {
        assertThat(siege.log(container + Siege.LENIENT)).containsPattern("WARN .* zt: connector: " + text);
    }
}
