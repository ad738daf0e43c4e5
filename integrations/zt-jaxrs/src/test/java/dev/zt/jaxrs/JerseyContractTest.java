package dev.zt.jaxrs;

import dev.zt.outbound.OutboundAuth;
import dev.zt.testkit.ClientContract;

class JerseyContractTest extends ClientContract {
    @Override
    protected String name() {
        return "jersey";
    }

    @Override
    protected Client open(OutboundAuth auth) {
        return new RestCalls(Framework.JERSEY.client(auth));
    }

    @Override
    protected Client openStreaming(OutboundAuth auth) {
        return new RestCalls(Framework.JERSEY.holding(auth, 0));
    }
}
