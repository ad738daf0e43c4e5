package dev.zt.servlet;

class JettyServerContractTest extends ContainerContract {
    JettyServerContractTest() {
        super(AnyContainer.JETTY);
    }

    @Override
    protected String name() {
        return "jetty";
    }
}
