package dev.zt.jose;

/** What a JSON value is. */
enum JsonKind {
    STRING(0),
    /** A number of at most 18 characters without fraction and exponent. */
    WHOLE_NUMBER(1),
    OTHER_NUMBER(2),
    TRUE(3),
    FALSE(4),
    NULL(5),
    OBJECT(6),
    ARRAY(7);

    /** How many bits a code takes. */
    static final int BITS = 3;

    private static final JsonKind[] BY_CODE = values();

    private final int code;

    JsonKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** The kind of the lowest bits. */
    static JsonKind ofCode(int bits) {
        return BY_CODE[bits & BY_CODE.length - 1];
    }
}
