package dev.zt.identity;

/** Who vouches for callers: a trust domain for its workloads, an authorization server for its clients. */
public sealed interface Issuer permits TrustDomain, IssuerUrl {}
