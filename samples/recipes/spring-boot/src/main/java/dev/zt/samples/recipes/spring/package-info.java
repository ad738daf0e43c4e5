/** The recipe of Spring Boot. */
@NullMarked
package dev.zt.samples.recipes.spring;

import org.jspecify.annotations.NullMarked;
