/** OkHttp clients that prove their calls. */
@org.jspecify.annotations.NullMarked
module dev.zt.okhttp {
    requires static transitive org.jspecify;
    requires transitive dev.zt.core;
    requires static transitive okhttp3;
    requires static okio;

    exports dev.zt.okhttp;
}
