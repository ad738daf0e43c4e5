/** gRPC channels that prove their calls, and gRPC servers behind a guard. */
@org.jspecify.annotations.NullMarked
module dev.zt.grpc {
    requires static transitive org.jspecify;
    requires transitive dev.zt.core;
    requires org.slf4j;
    requires static transitive io.grpc;
    requires static io.grpc.netty;
    requires static io.netty.buffer;
    requires static io.netty.handler;

    exports dev.zt.grpc;
}
