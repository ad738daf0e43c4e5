/**
 * An authority of one trust domain: who is a workload, which instances it has, what they were issued, and who is
 * revoked. Start with {@link dev.zt.authority.Authority}.
 */
@NullMarked
package dev.zt.authority;

import org.jspecify.annotations.NullMarked;
