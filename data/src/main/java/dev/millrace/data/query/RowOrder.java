package dev.millrace.data.query;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Whether a statement says in which order its rows come. Conditions, expressions, limits and UNION ALL keep the order of the table; for all
 * else DuckDB promises none.
 */
final class RowOrder {
    private RowOrder() {}

    static boolean isDecided(JsonNode statement) {
        for (JsonNode modifier : statement.path("modifiers")) {
            if (modifier.path("type").asText().equals("ORDER_MODIFIER")) {
                return true;
            }
        }
        return keepsOrder(statement);
    }

    private static boolean keepsOrder(JsonNode part) {
        boolean reorders =
                switch (part.path("type").asText()) {
                    case "JOIN", "DISTINCT_MODIFIER", "RECURSIVE_CTE_NODE", "PIVOT" -> true;
                    case "SET_OPERATION_NODE" ->
                        !part.path("setop_type").asText().equals("UNION")
                                || !part.path("setop_all").asBoolean();
                    case "SELECT_NODE" ->
                        !part.path("group_expressions").isEmpty()
                                || part.path("aggregate_handling").asText().equals("FORCE_AGGREGATES");
                    default ->
                        switch (part.path("class").asText()) {
                            case "SUBQUERY" -> true;
                            case "WINDOW" ->
                                !part.path("partitions").isEmpty()
                                        || !part.path("orders").isEmpty();
                            default -> false;
                        };
                };
        if (reorders) {
            return false;
        }
        for (JsonNode child : part) {
            if (!keepsOrder(child)) {
                return false;
            }
        }
        return true;
    }
}
