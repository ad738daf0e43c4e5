/** Feign clients that prove their calls. */
@org.jspecify.annotations.NullMarked
module dev.zt.feign {
    requires static transitive org.jspecify;
    requires transitive dev.zt.core;
    requires static transitive feign.core;

    exports dev.zt.feign;
}
