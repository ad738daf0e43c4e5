/**
 * What zt costs beyond the signature operations it cannot avoid, in thread CPU time, as ratios within one run.
 *
 * <p>Start with {@link dev.zt.bench.Bench}; the benchmarks themselves are {@link dev.zt.bench.AdmitFresh}, {@link
 * dev.zt.bench.AdmitRemembered}, {@link dev.zt.bench.PassFilters}, {@link dev.zt.bench.MintProof}, {@link
 * dev.zt.bench.IssueWit}, {@link dev.zt.bench.EnrolInstance}, {@link dev.zt.bench.DecideByPolicy} and {@link
 * dev.zt.bench.PeerToken}.
 */
@org.jspecify.annotations.NullMarked
package dev.zt.bench;
