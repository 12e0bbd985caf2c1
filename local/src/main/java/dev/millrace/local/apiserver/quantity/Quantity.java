package dev.millrace.local.apiserver.quantity;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An amount such as {@code 1500m}, {@code 2Gi}, {@code 1e3}; the suffix's family is kept. */
public record Quantity(BigDecimal amount, Form form) implements Comparable<Quantity> {
    private static final Pattern TEXT = Pattern.compile(
            "([+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+))(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]|[eE][+-]?[0-9]{1,3})?");
    private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
    private static final List<String> DECIMAL = List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");
    private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
    private static final int NANO = 9;
    private static final int STEP = 3;

    /** The families of suffixes. */
    public enum Form {
        BINARY,
        DECIMAL,
        EXPONENT
    }

    /** The amount that a text says, or null where it says none. */
    public static @Nullable Quantity parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        String suffix = matcher.group(2) == null ? "" : matcher.group(2);
        int binary = BINARY.indexOf(suffix);
        int decimal = DECIMAL.indexOf(suffix);
        Quantity quantity;
        if (binary > 0) {
            quantity = new Quantity(number.multiply(KIBI.pow(binary)), Form.BINARY);
        } else if (decimal >= 0) {
            quantity = new Quantity(number.scaleByPowerOfTen(STEP * decimal - NANO), Form.DECIMAL);
        } else {
            quantity = new Quantity(number.scaleByPowerOfTen(Integer.parseInt(suffix.substring(1))), Form.EXPONENT);
        }
        // Nothing is smaller than a nano; Kubernetes rounds up.
        return quantity.amount.scale() > NANO
                ? new Quantity(quantity.amount.setScale(NANO, RoundingMode.UP), quantity.form)
                : quantity;
    }

    /** The way in which Kubernetes writes it: the largest suffix that leaves no fraction. */
    public String canonical() {
        if (amount.signum() == 0) {
            return "0";
        }
        boolean whole = amount.stripTrailingZeros().scale() <= 0;
        if (form == Form.BINARY && whole && amount.abs().compareTo(KIBI) >= 0) {
            BigInteger value = amount.toBigIntegerExact();
            int power = 0;
            BigInteger kibi = KIBI.toBigInteger();
            while (power < BINARY.size() - 1 && value.mod(kibi).signum() == 0) {
                value = value.divide(kibi);
                power++;
            }
            return value + BINARY.get(power);
        }
        BigDecimal stripped = amount.stripTrailingZeros();
        int exponent = Math.floorDiv(-stripped.scale(), STEP) * STEP;
        exponent = Math.max(-NANO, Math.min(NANO * 2, exponent));
        String mantissa = stripped.scaleByPowerOfTen(-exponent).toBigInteger().toString();
        if (form == Form.EXPONENT) {
            return exponent == 0 ? mantissa : mantissa + "e" + exponent;
        }
        return mantissa + DECIMAL.get((exponent + NANO) / STEP);
    }

    @Override
    public int compareTo(Quantity other) {
        return amount.compareTo(other.amount);
    }
}
