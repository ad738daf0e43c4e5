package dev.zt.enrolment;

import java.util.Optional;

/**
 * A document as the authority sent it, unverified.
 *
 * @param tag its entity tag, for the next question
 */
public record TaggedText(String text, Optional<String> tag) {}
