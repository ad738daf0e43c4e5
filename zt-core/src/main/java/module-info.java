/** Everything a service needs on both ends of a call; no web framework and no server. */
@org.jspecify.annotations.NullMarked
module dev.zt.core {
    requires static transitive org.jspecify;
    requires transitive java.net.http;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.dataformat.yaml;
    requires com.github.benmanes.caffeine;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.slf4j;

    uses dev.zt.verify.ReplayStoreProvider;

    exports dev.zt.identity;
    exports dev.zt.config;
    exports dev.zt.keys;
    exports dev.zt.request;
    exports dev.zt.verify;
    exports dev.zt.posture;
    exports dev.zt.policy;
    exports dev.zt.audit;
    exports dev.zt.tls;
    exports dev.zt.enrolment;
    exports dev.zt.own;
    exports dev.zt.guard;
    exports dev.zt.outbound;
    exports dev.zt.issue to
            dev.zt.authority,
            dev.zt.testkit;
    exports dev.zt.jose to
            dev.zt.authority,
            dev.zt.testkit;
}
