/** One runnable file for each thing that people want to do with zt; what stands between the marks is what a user writes. */
@NullMarked
package dev.zt.samples.recipes;

import org.jspecify.annotations.NullMarked;
