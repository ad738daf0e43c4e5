package dev.zt.bench;

/** One of several ways to run a benchmark, each in a fork of its own. */
interface Variant {
    /** The name of the field of the benchmark that it goes into. */
    String parameter();

    /** The constant's name, by which JMH finds it. */
    String name();

    /** The name in the table. */
    String label();
}
