package dev.zt.jaxrs;

import dev.zt.outbound.OutboundAuth;
import dev.zt.testkit.ClientContract;

class ResteasyContractTest extends ClientContract {
    @Override
    protected String name() {
        return "resteasy";
    }

    @Override
    protected Client open(OutboundAuth auth) {
        return new RestCalls(Framework.RESTEASY.client(auth));
    }

    @Override
    protected Client openStreaming(OutboundAuth auth) {
        return new RestCalls(Framework.RESTEASY.holding(auth, 0));
    }
}
