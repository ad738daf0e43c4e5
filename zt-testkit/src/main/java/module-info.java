/** A test authority that signs real tokens, a clock to set, and attacks that are each wrong in one way. */
@org.jspecify.annotations.NullMarked
module dev.zt.testkit {
    requires static transitive org.jspecify;
    requires transitive dev.zt.core;
    requires jdk.httpserver;
    requires static org.apache.commons.compress;
    requires static transitive org.junit.jupiter.api;
    requires static transitive jakarta.servlet;
    requires static transitive reactor.core;
    requires static transitive rest.assured;
    requires static transitive spring.core;
    requires static transitive spring.test;
    requires static transitive spring.web;
    requires static transitive spring.webflux;
    requires static transitive spring.webmvc;

    exports dev.zt.testkit;
    exports dev.zt.testkit.postgres;
    exports dev.zt.testkit.restassured;
    exports dev.zt.testkit.spring;

    // The cases of the contracts are JUnit's to call, and nobody else's.
    opens dev.zt.testkit to
            org.junit.platform.commons;
}
