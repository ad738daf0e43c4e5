package dev.zt.jdbc;

import java.math.BigInteger;

/**
 * A session of the database that was ended because who holds it is revoked. Immutable.
 *
 * @param login as which it was in
 * @param serial of the certificate that it began with
 * @param instance that the certificate names; empty text if it names none
 */
public record EndedSession(String login, BigInteger serial, String instance) {}
