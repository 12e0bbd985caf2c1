package dev.millrace.data.database;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A database product, with what a URL may say to its driver. */
enum Product {
    POSTGRESQL(5432),
    /** MariaDB and MySQL, which speak the same protocol. */
    MARIADB(3306);

    private static final Map<String, Pattern> OF_POSTGRESQL = Map.of(
            "sslmode", Pattern.compile("disable|allow|prefer|require|verify-ca|verify-full"),
            "currentSchema", Pattern.compile("[A-Za-z0-9_$,]{1,200}"),
            "ApplicationName", Pattern.compile("[-A-Za-z0-9_. ]{1,63}"));
    private static final Map<String, Pattern> OF_MARIADB = Map.of(
            "sslMode",
            Pattern.compile("disable|trust|verify-ca|verify-full|DISABLED|REQUIRED|VERIFY_CA|VERIFY_IDENTITY"));

    private final int port;

    Product(int port) {
        this.port = port;
    }

    static Optional<Product> ofScheme(String scheme) {
        return switch (scheme) {
            case "postgresql" -> Optional.of(POSTGRESQL);
            case "mariadb", "mysql" -> Optional.of(MARIADB);
            default -> Optional.empty();
        };
    }

    /** Where a server listens if a URL does not say. */
    int port() {
        return port;
    }

    /** Allowed parameters with the forms of their values. */
    Map<String, Pattern> parameters() {
        return switch (this) {
            case POSTGRESQL -> OF_POSTGRESQL;
            case MARIADB -> OF_MARIADB;
        };
    }
}
