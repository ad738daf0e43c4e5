package dev.zt.tls;

import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A certificate that knows which of its extensions somebody asked for. */
final class WatchedCertificate extends ForwardingCertificate {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

    WatchedCertificate(X509Certificate original) {
        super(original);
    }

    /** How often, by object identifier. */
    Map<String, AtomicInteger> asked() {
        return asked;
    }

    @Override
    public byte[] getExtensionValue(String oid) {
        asked.computeIfAbsent(oid, missing -> new AtomicInteger()).incrementAndGet();
        return super.getExtensionValue(oid);
    }
}
