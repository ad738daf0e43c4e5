/**
 * Makes X.509-SVIDs, for those who issue identities: the authority and the authority for tests. Imports identity.
 */
package dev.zt.issue;
