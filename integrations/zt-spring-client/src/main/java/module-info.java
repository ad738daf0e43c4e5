/** Clients of the Spring Framework that prove their calls. */
@org.jspecify.annotations.NullMarked
module dev.zt.springclient {
    requires static transitive org.jspecify;
    requires transitive dev.zt.core;
    requires static transitive spring.web;

    exports dev.zt.springclient;
}
