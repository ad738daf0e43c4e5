package dev.zt.jose;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Shapes of RSA keys that are refused because somebody other than the owner may know the private half.
 *
 * <p>Cheap enough for a key that comes with a request; that both factors are prime is not looked at.
 */
final class RsaShape {
    static final int MIN_BITS = 2048;
    static final int MAX_BITS = 8192;
    static final int MAX_EXPONENT_BITS = 32;

    private static final int MIN_EXPONENT = 65537;
    // NIST SP 800-89 §5.3.3 wants no factor below 752.
    private static final int SMALL = 752;
    // Infineon's library built primes as k * M + 65537^a mod M, with M the product of the primes up to at least 167.
    private static final int ROCA = 167;
    private static final int FERMAT_ROUNDS = 16;
    // Of the numbers that are no square, these two tell all but one in a hundred without a root.
    private static final BitSet SQUARES_MODULO_64 = squaresModulo(64);
    private static final int SIEVE = 9 * 5 * 7 * 11 * 13;
    private static final BitSet SQUARES_MODULO_SIEVE = squaresModulo(SIEVE);

    private static final List<Integer> PRIMES = oddPrimes();
    private static final List<BigInteger> PRODUCTS = productsOf(PRIMES);
    private static final List<BitSet> ROCA_RESIDUES = PRIMES.stream()
            .filter(prime -> prime <= ROCA)
            .map(RsaShape::powersOfGenerator)
            .toList();

    private RsaShape() {}

    /** Whether the size is within limits, the exponent is sane and no known weakness shows. */
    static boolean isSound(BigInteger modulus, BigInteger exponent) {
        int bits = modulus.bitLength();
        return bits >= MIN_BITS
                && bits <= MAX_BITS
                && isSoundExponent(exponent)
                && modulus.testBit(0)
                && !hasSmallFactor(modulus)
                && !isRoca(modulus)
                && !hasCloseFactors(modulus);
    }

    // e = 1 signs nothing; small ones have made padding mistakes fatal (RFC 8017 §9.2, CVE-2006-4339); large ones cost
    // the verifier time that the sender chooses.
    private static boolean isSoundExponent(BigInteger exponent) {
        return exponent.testBit(0)
                && exponent.bitLength() <= MAX_EXPONENT_BITS
                && exponent.compareTo(BigInteger.valueOf(MIN_EXPONENT)) >= 0;
    }

    private static boolean hasSmallFactor(BigInteger modulus) {
        for (BigInteger product : PRODUCTS) {
            if (!modulus.mod(product).gcd(product).equals(BigInteger.ONE)) {
                return true;
            }
        }
        return false;
    }

    /** The fingerprint of CVE-2017-15361: modulo every prime of M the modulus is a power of 65537. */
    private static boolean isRoca(BigInteger modulus) {
        for (int i = 0; i < ROCA_RESIDUES.size(); i++) {
            int residue = modulus.mod(BigInteger.valueOf(PRIMES.get(i))).intValue();
            if (!ROCA_RESIDUES.get(i).get(residue)) {
                return false;
            }
        }
        return true;
    }

    /** Fermat's method finds factors that lie close together in a round or two (CVE-2022-26320); a square in none. */
    private static boolean hasCloseFactors(BigInteger modulus) {
        BigInteger root = modulus.sqrt();
        BigInteger difference = root.multiply(root).subtract(modulus);
        for (int round = 0; round <= FERMAT_ROUNDS; round++) {
            if (difference.signum() >= 0 && isSquare(difference)) {
                return true;
            }
            difference = difference.add(root.shiftLeft(1)).add(BigInteger.ONE);
            root = root.add(BigInteger.ONE);
        }
        return false;
    }

    private static boolean isSquare(BigInteger number) {
        return SQUARES_MODULO_64.get(number.intValue() & 63)
                && SQUARES_MODULO_SIEVE.get(
                        number.mod(BigInteger.valueOf(SIEVE)).intValue())
                && number.sqrtAndRemainder()[1].signum() == 0;
    }

    private static BitSet squaresModulo(int modulus) {
        BitSet squares = new BitSet(modulus);
        for (long root = 0; root < modulus; root++) {
            squares.set((int) (root * root % modulus));
        }
        return squares;
    }

    // In parts, since the divisor of two short numbers is found much sooner.
    private static List<BigInteger> productsOf(List<Integer> primes) {
        List<BigInteger> products = new ArrayList<>();
        for (int from = 0; from < primes.size(); from += 16) {
            products.add(primes.subList(from, Math.min(from + 16, primes.size())).stream()
                    .map(BigInteger::valueOf)
                    .reduce(BigInteger.ONE, BigInteger::multiply));
        }
        return List.copyOf(products);
    }

    private static List<Integer> oddPrimes() {
        List<Integer> primes = new ArrayList<>();
        for (int candidate = 3; candidate < SMALL; candidate += 2) {
            int number = candidate;
            if (primes.stream().noneMatch(prime -> number % prime == 0)) {
                primes.add(candidate);
            }
        }
        return List.copyOf(primes);
    }

    private static BitSet powersOfGenerator(int prime) {
        BitSet powers = new BitSet(prime);
        for (int power = 1; !powers.get(power); power = power * (MIN_EXPONENT % prime) % prime) {
            powers.set(power);
        }
        return powers;
    }
}
