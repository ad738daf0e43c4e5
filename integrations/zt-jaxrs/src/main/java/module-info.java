/** Clients of Jakarta REST that prove their calls, and resource methods behind a guard. */
@org.jspecify.annotations.NullMarked
module dev.zt.jaxrs {
    requires static transitive org.jspecify;
    requires transitive dev.zt.core;
    requires org.slf4j;
    requires static transitive dev.zt.servlet;
    requires static transitive jakarta.servlet;
    requires static transitive jakarta.ws.rs;
    requires static transitive org.glassfish.jersey.core.client;
    requires static org.glassfish.jersey.core.common;
    requires static transitive resteasy.client.api;
    requires static resteasy.client;
    requires static resteasy.core;
    requires static resteasy.core.spi;

    // Frameworks inject into private fields.
    opens dev.zt.jaxrs;

    exports dev.zt.jaxrs;
    exports dev.zt.jaxrs.jersey;
    exports dev.zt.jaxrs.resteasy;
}
