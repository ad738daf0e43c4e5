/** A test authority that signs real tokens, a clock to set, and attacks that are each wrong in one way. */
@org.jspecify.annotations.NullMarked
module dev.zt.testkit {
    requires static transitive org.jspecify;
    requires transitive dev.zt.core;
    requires jdk.httpserver;
    requires static transitive org.junit.jupiter.api;

    exports dev.zt.testkit;

    // The cases of the contracts are JUnit's to call, and nobody else's.
    opens dev.zt.testkit to
            org.junit.platform.commons;
}
