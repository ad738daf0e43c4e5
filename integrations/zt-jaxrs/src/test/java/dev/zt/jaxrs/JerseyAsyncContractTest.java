package dev.zt.jaxrs;

import dev.zt.outbound.OutboundAuth;
import dev.zt.testkit.ClientContract;

class JerseyAsyncContractTest extends ClientContract {
    @Override
    protected String name() {
        return "jersey-async";
    }

    @Override
    protected Client open(OutboundAuth auth) {
        return new RestCalls(Framework.JERSEY.client(auth), true);
    }
}
