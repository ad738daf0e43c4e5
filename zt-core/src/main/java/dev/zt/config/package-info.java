/**
 * What operators write: strict YAML documents whose every error names its place, the settings of {@code zt.yaml} and
 * the {@code ZT_…} variables, and files that are re-read while they are good.
 *
 * <p>Unknown, repeated, missing and ill-typed keys are errors with file, line, column and what to write instead.
 * Imports only {@link dev.zt.identity}. Start with {@link dev.zt.config.Settings}.
 */
package dev.zt.config;
