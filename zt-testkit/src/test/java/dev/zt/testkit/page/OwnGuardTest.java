package dev.zt.testkit.page;

import dev.zt.guard.Guard;
import dev.zt.testkit.ZtExtension;
import dev.zt.verify.DpopNonces;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OwnGuardTest {
    @RegisterExtension
    static final ZtExtension zt = ZtExtension.forTrustDomain("shop.example")
            .audience("https://orders.internal")
            .issuer("https://idp.example");

    static Guard guard() {
        return zt.guarding(zt.rules().acceptingSignatures())
                .dpopNonces(DpopNonces.ofThisProcess(zt.serviceClock()))
                .allowLoopbackHttp()
                .build();
    }

    @Test
    void serves_aSignedRequest() {
        var call = zt.service("billing").signing().call("GET", "/orders/7");
        zt.assertThatResponse(guard().admit(call.toCall())).isServed();
    }
}
