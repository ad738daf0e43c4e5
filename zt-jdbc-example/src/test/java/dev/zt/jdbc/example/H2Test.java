package dev.zt.jdbc.example;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each step of the guided run is a test, over H2. */
@Timeout(120)
class H2Test {
    @TempDir
    static Path directory;

    private static H2Scene scene;

    @BeforeAll
    static void start() throws Exception {
        scene = H2Scene.start(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        scene.close();
    }

    @TestFactory
    Stream<DynamicTest> serves_whatIsAllowed() {
        return Steps.tests(HonestCalls.of(scene));
    }

    @TestFactory
    Stream<DynamicTest> refuses_whatIsNotAllowedOverHttp() {
        return Steps.tests(CommonAttacks.overHttp(scene));
    }

    @TestFactory
    Stream<DynamicTest> takes_tokensForTheDatabaseAlone() {
        return Steps.tests(H2Attacks.logins(scene));
    }

    @TestFactory
    Stream<DynamicTest> refuses_transactionsThatNobodyIsBoundTo() {
        return Steps.tests(CommonAttacks.fromWrongCode(scene));
    }

    @TestFactory
    Stream<DynamicTest> holds_asFarAsH2Can() {
        return Steps.tests(H2Attacks.sql(scene));
    }
}
