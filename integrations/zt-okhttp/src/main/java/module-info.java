/** OkHttp clients that prove their calls. */
@org.jspecify.annotations.NullMarked
module dev.zt.okhttp {
    requires static transitive org.jspecify;
    requires transitive dev.zt.core;
    requires static transitive okhttp3;
    requires static okio;
    requires static kotlin.stdlib;

    exports dev.zt.okhttp;
}
