/** Clients of Apache HttpComponents that prove their calls. */
@org.jspecify.annotations.NullMarked
module dev.zt.apacheclient {
    requires static transitive org.jspecify;
    requires transitive dev.zt.core;
    requires static transitive org.apache.httpcomponents.client5.httpclient5;
    requires static transitive org.apache.httpcomponents.core5.httpcore5;

    exports dev.zt.apacheclient;
}
