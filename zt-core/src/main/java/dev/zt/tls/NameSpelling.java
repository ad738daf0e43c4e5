package dev.zt.tls;

import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * How names and constraints on them are spelt (RFC 5280 §4.2.1.6, §4.2.1.10), where constraints are in force: a name that
 * two readers could read differently is no name. Only then, because nobody is recognised by any of these. Stateless.
 */
final class NameSpelling {
    private static final String LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
    private static final Pattern HOST = Pattern.compile(LABEL + "(\\." + LABEL + "){0,126}");
    private static final Pattern PATTERN_HOST = Pattern.compile("(\\*\\.)?" + HOST.pattern());
    private static final Pattern HOST_OR_BELOW = Pattern.compile("\\.?" + HOST.pattern());
    // An atom of RFC 5321 §4.1.2, dots included; quoted ones are no names here.
    private static final Pattern MAILBOX = Pattern.compile("[!#$%&'*+./0-9=?A-Z^_`a-z{|}~-]{1,64}@" + HOST.pattern());
    private static final int LONGEST = 320;

    private NameSpelling() {}

    /** Whether a name is one that constraints can be held against. */
    static boolean isName(GeneralName name) {
        return switch (name.getTagNo()) {
            case GeneralName.dNSName -> matches(PATTERN_HOST, name);
            case GeneralName.rfc822Name -> matches(MAILBOX, name);
            case GeneralName.iPAddress -> octets(name) == 4 || octets(name) == 16;
            default -> true;
        };
    }

    static boolean isWildcard(GeneralName name) {
        return name.getTagNo() == GeneralName.dNSName && text(name).startsWith("*");
    }

    /** Whether the base of a subtree is spelt as RFC 5280 §4.2.1.10 says. */
    static boolean isConstraint(GeneralName base) {
        return switch (base.getTagNo()) {
            case GeneralName.dNSName -> text(base).isEmpty() || matches(HOST, base);
            case GeneralName.rfc822Name -> matches(MAILBOX, base) || matches(HOST_OR_BELOW, base);
            case GeneralName.uniformResourceIdentifier -> matches(HOST_OR_BELOW, base);
            case GeneralName.iPAddress ->
                isNetwork(ASN1OctetString.getInstance(base.getName()).getOctets());
            case GeneralName.directoryName, GeneralName.otherName -> true;
            // Nobody compares x400Address, ediPartyName and registeredID.
            default -> false;
        };
    }

    // An address and a mask whose ones come first.
    private static boolean isNetwork(byte[] range) {
        if (range.length != 8 && range.length != 32) {
            return false;
        }
        boolean ended = false;
        for (int bit = range.length * 4; bit < range.length * 8; bit++) {
            boolean one = (range[bit / 8] >> (7 - bit % 8) & 1) == 1;
            if (one && ended) {
                return false;
            }
            ended |= !one;
        }
        return true;
    }

    private static boolean matches(Pattern pattern, GeneralName name) {
        String text = text(name);
        return text.length() <= LONGEST && pattern.matcher(text).matches();
    }

    private static String text(GeneralName name) {
        return ASN1IA5String.getInstance(name.getName()).getString();
    }

    private static int octets(GeneralName name) {
        return ASN1OctetString.getInstance(name.getName()).getOctetsLength();
    }
}
