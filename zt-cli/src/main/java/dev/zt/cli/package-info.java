/** The command {@code zt}. Every command is a class of its own; what it prints is for people, its exit code for scripts. */
@NullMarked
package dev.zt.cli;

import org.jspecify.annotations.NullMarked;
