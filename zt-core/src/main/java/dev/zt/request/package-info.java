/**
 * One inbound request as the verifier and the policy see it, whatever framework carried it: a {@link
 * dev.zt.request.Call} with its canonical {@link dev.zt.request.Target} and the credentials it presents.
 *
 * <p>Nothing here decides. Imports only identity. Start with {@link dev.zt.request.Call}.
 */
package dev.zt.request;
