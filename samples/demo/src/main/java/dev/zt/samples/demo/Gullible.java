package dev.zt.samples.demo;

import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Believes every server: an attacker does not mind who is attacked. */
final class Gullible implements X509TrustManager {
    static final TrustManager[] MANAGERS = {new Gullible()};

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
