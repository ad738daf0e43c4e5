package dev.zt.jaxrs;

class JerseyServerContractTest extends RestServerContract {
    JerseyServerContractTest() {
        super(RestServer.JERSEY);
    }

    @Override
    protected String name() {
        return "jersey";
    }
}
