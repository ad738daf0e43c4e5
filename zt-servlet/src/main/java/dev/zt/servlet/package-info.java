/**
 * Puts a guard before every servlet of an application.
 *
 * <p>Two filters share the work: {@code GuardFilter} decides once per dispatch, by path; a {@code ServletGate} stands
 * before each servlet and lets a dispatch in only if that decision was made for this very servlet. Start with
 * {@link dev.zt.servlet.ZeroTrust#install}, then {@code GuardFilter}.
 */
package dev.zt.servlet;
