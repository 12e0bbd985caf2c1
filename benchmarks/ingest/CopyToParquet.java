import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/** DuckDB alone: {@code CopyToParquet CSV PARQUET}, with its own settings and type sniffing. */
class CopyToParquet {
    public static void main(String[] arguments) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "COPY (FROM read_csv('" + arguments[0] + "')) TO '" + arguments[1] + "' (FORMAT parquet)");
        }
    }
}
