/**
 * gRPC channels that prove their calls, and gRPC servers behind a guard. Start with {@link dev.zt.grpc.ZtGrpc}; TLS of the
 * Netty transport is in {@link dev.zt.grpc.NettyTls}.
 */
package dev.zt.grpc;
