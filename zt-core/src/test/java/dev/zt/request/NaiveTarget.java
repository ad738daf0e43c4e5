package dev.zt.request;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A second reading of a path: patterns for what is refused, and the JDK's decoder for forms for the rest. */
final class NaiveTarget {
    private static final Pattern PATH = Pattern.compile("/(?:[!-~&&[^%;\\\\?#]]|%[0-9a-fA-F]{2})*+");
    private static final Pattern DANGEROUS = Pattern.compile("%(?:[01].|7[fF]|2[fFeE5]|5[cC]|3[bB])");
    private static final Pattern EMPTY_OR_DOTS = Pattern.compile("//|/\\.{1,2}(?:/|\\z)");
    private static final Pattern BREAKS = Pattern.compile("[\\x80-\\x9F\\u2028\\u2029\\uFEFF\\uFFFD]");

    private NaiveTarget() {}

    static Optional<List<String>> read(String path) {
        boolean plain = path.length() <= Target.MAX_LENGTH
                && PATH.matcher(path).matches()
                && !DANGEROUS.matcher(path).find()
                && !EMPTY_OR_DOTS.matcher(path).find();
        if (!plain) {
            return Optional.empty();
        }
        List<String> segments = Stream.of(path.substring(1).split("/", -1))
                .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
                .toList();
        return segments.size() > 128
                        || segments.stream()
                                .anyMatch(text -> BREAKS.matcher(text).find())
                ? Optional.empty()
                : Optional.of(segments);
    }

    /** The path that says the same with no octet escaped that need not be. */
    static String canonical(List<String> segments) {
        return segments.stream()
                .map(segment ->
                        URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/", "/", ""));
    }
}
