import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Writes a CSV file of rides: {@code GenerateRows FILE BYTES}. The same bytes at every run. Twenty columns: a key, a time, numbers with
 * many and with few digits, integers with few and with many values, categories, a boolean, a text, a label; one in twenty fields of two
 * columns is empty.
 */
class GenerateRows {
    private static final String[] WEATHER = {"clear", "cloudy", "rain", "snow", "fog"};
    private static final String[] PAYMENT = {"Cash", "Credit card", "Electronic check", "\"Voucher, company\""};

    public static void main(String[] arguments) throws Exception {
        long size = Long.parseLong(arguments[1]);
        SplittableRandom random = new SplittableRandom(42);
        StringBuilder row = new StringBuilder(
                "ride,started,distance,duration,pickup_lat,pickup_lon,speed,temperature,passengers,hour,zone,driver,"
                        + "weather,payment,member,vendor,tolls,rating,code,fare\n");
        long written = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[0])), 1 << 20)) {
            for (long ride = 1; written < size; ride++) {
                byte[] bytes = row.toString().getBytes(StandardCharsets.US_ASCII);
                out.write(bytes);
                written += bytes.length;
                row.setLength(0);
                append(row, ride, random);
            }
        }
    }

    private static void append(StringBuilder row, long ride, SplittableRandom random) {
        double distance = -Math.log(random.nextDouble()) * 4;
        int minutes = random.nextInt(3, 90);
        int hour = random.nextInt(24);
        row.append(ride).append(',');
        row.append("2024-0").append(random.nextInt(1, 10)).append('-').append(random.nextInt(10, 29)).append(' ');
        row.append(hour < 10 ? "0" : "").append(hour).append(':').append(random.nextInt(10, 60)).append(":00,");
        row.append(distance).append(',');
        decimal(row, minutes * 100L + random.nextInt(100)).append(',');
        row.append(40.5 + random.nextDouble() / 2).append(',');
        row.append(-74.2 + random.nextDouble() / 2).append(',');
        decimal(row, random.nextInt(500, 9_000)).append(',');
        if (random.nextInt(20) > 0) {
            decimal(row, random.nextInt(-1_500, 3_800));
        }
        row.append(',').append(random.nextInt(1, 7)).append(',').append(hour).append(',');
        row.append(random.nextInt(1, 266)).append(',').append(random.nextInt(100_000, 250_000)).append(',');
        row.append(WEATHER[random.nextInt(5)]).append(',').append(PAYMENT[random.nextInt(4)]).append(',');
        row.append(random.nextBoolean() ? "true," : "false,").append("vendor-").append(random.nextInt(40)).append(',');
        decimal(row, random.nextInt(10) == 0 ? random.nextInt(2_000) : 0).append(',');
        if (random.nextInt(20) > 0) {
            row.append(random.nextInt(1, 6));
        }
        row.append(",R").append(Integer.toString(random.nextInt(40_000), 36)).append(',');
        decimal(row, (long) (300 + 180 * distance + 40 * minutes) + random.nextInt(200)).append('\n');
    }

    /** Hundredths as a decimal with two digits. */
    private static StringBuilder decimal(StringBuilder row, long hundredths) {
        if (hundredths < 0) {
            row.append('-');
        }
        long rest = Math.abs(hundredths);
        return row.append(rest / 100).append('.').append(rest % 100 < 10 ? "0" : "").append(rest % 100);
    }
}
