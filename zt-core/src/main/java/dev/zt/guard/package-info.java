/**
 * The whole inbound flow on one screen: call, credentials, verified caller, standing, subject, decision, audit.
 *
 * <p>Imports everything before it and is imported by nothing in zt-core. Start with {@link dev.zt.guard.Guard#admit}.
 */
package dev.zt.guard;
