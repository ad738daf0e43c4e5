/**
 * For tests of services that use zt: the true verifier with a test authority, never a bypass.
 *
 * <p>Start with {@link dev.zt.testkit.ZtExtension}, or with {@link dev.zt.testkit.TestAuthority} outside JUnit.
 */
package dev.zt.testkit;
