/**
 * A guarded application that anybody can attack over a socket, the same on every container: what runs, runs for whom, and
 * by which handler stands in each answer.
 */
@NullMarked
package dev.zt.samples.conformance;

import org.jspecify.annotations.NullMarked;
