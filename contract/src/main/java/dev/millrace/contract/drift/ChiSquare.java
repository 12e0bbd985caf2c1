package dev.millrace.contract.drift;

/** The upper tail of the chi-square distribution. */
final class ChiSquare {
    private static final int FRACTIONS = 60;
    private static final int HALVINGS = 80;

    private ChiSquare() {}

    /**
     * The value that is exceeded with a small chance.
     *
     * @param tail the chance: at most a hundredth
     * @param freedom degrees of freedom, at least 1
     */
    static double quantile(double tail, int freedom) {
        if (!(tail > 0 && tail <= 0.01) || freedom < 1) {
            throw new IllegalArgumentException(
                    "no quantile of tail " + tail + " and " + freedom + " degrees of freedom");
        }
        // With one degree of freedom a hundredth is exceeded at 6.63: below 5 nothing is looked for.
        double low = 5;
        double high = low + freedom;
        while (survival(high, freedom) > tail) {
            high *= 2;
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (survival(middle, freedom) > tail) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** The chance to exceed a value of at least 5, by recursion over the degrees of freedom (Abramowitz and Stegun, 26.4.4 and 26.4.5). */
    static double survival(double value, int freedom) {
        double half = value / 2;
        boolean odd = freedom % 2 == 1;
        double survival = odd ? complementaryError(Math.sqrt(half)) : StrictMath.exp(-half);
        double term =
                odd ? StrictMath.exp(-half) * Math.sqrt(half) / (Math.sqrt(Math.PI) / 2) : StrictMath.exp(-half) * half;
        for (int done = odd ? 1 : 2; done < freedom; done += 2) {
            survival += term;
            term *= half / (done / 2.0 + 1);
        }
        return survival;
    }

    /** erfc of at least 1.5, by its continued fraction (Abramowitz and Stegun, 7.1.14), from its end. */
    private static double complementaryError(double z) {
        double fraction = z;
        for (int k = FRACTIONS; k > 0; k--) {
            fraction = z + k / 2.0 / fraction;
        }
        return StrictMath.exp(-z * z) / Math.sqrt(Math.PI) / fraction;
    }
}
