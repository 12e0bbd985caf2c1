package dev.millrace.model.feature;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Json;
import dev.millrace.contract.dataset.Profile.ColumnProfile;
import dev.millrace.contract.plan.ModelPlan.FeaturePlan;
import dev.millrace.contract.plan.ModelPlan.FeatureTransform;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the transform of each column: the first rule that names it counts; without rules each has its type's default. */
final class FeatureRules {
    private static final String ANY = "*";
    private static final String FIELD = "spec.model.features";

    private final Map<String, ColumnProfile> columns = new LinkedHashMap<>();
    private final String label;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Chosen> chosen = new LinkedHashMap<>();

    FeatureRules(List<ColumnProfile> columns, String label) {
        columns.forEach(column -> this.columns.put(column.name(), column));
        this.label = label;
    }

    /** A column's transform, never {@code auto}, and the field that chose it. */
    record Chosen(FeatureTransform transform, String field) {}

    /** The features' transforms by column, in the columns' order; what is wrong is added to {@link #problems()}. */
    Map<String, Chosen> choose(List<FeaturePlan> rules) {
        if (rules.isEmpty()) {
            features().forEach(column -> choose(column, FeatureTransform.AUTO, FIELD));
        }
        for (int i = 0; i < rules.size(); i++) {
            FeaturePlan rule = rules.get(i);
            for (int j = 0; j < rule.columns().size(); j++) {
                apply(rule.transform(), rule.columns().get(j), FIELD + "[%d].columns[%d]".formatted(i, j));
            }
        }
        Map<String, Chosen> ordered = new LinkedHashMap<>();
        columns.keySet().stream().filter(chosen::containsKey).forEach(name -> ordered.put(name, chosen.get(name)));
        return ordered;
    }

    /** A sentence each. */
    List<String> problems() {
        return problems;
    }

    private void apply(FeatureTransform transform, String name, String field) {
        if (name.equals(ANY)) {
            features().forEach(column -> choose(column, transform, field));
            return;
        }
        ColumnProfile column = columns.get(name);
        if (column == null) {
            problems.add("%s: the data version has no column \"%s\"; %s"
                    .formatted(field, name, UnknownColumn.question(name, columns.keySet())));
        } else if (name.equals(label)) {
            problems.add("%s: \"%s\" is the label, which cannot be a feature.".formatted(field, name));
        } else if (column.role() != ColumnRole.FEATURE) {
            problems.add(
                    "%s: \"%s\" has the role %s in the data version; only columns with the role feature can be features."
                            .formatted(field, name, wire(column.role())));
        } else {
            choose(column, transform, field);
        }
    }

    private List<ColumnProfile> features() {
        return columns.values().stream()
                .filter(column ->
                        column.role() == ColumnRole.FEATURE && !column.name().equals(label))
                .toList();
    }

    private void choose(ColumnProfile column, FeatureTransform transform, String field) {
        FeatureTransform actual = transform == FeatureTransform.AUTO ? standard(column.type()) : transform;
        chosen.putIfAbsent(column.name(), new Chosen(actual, field));
    }

    private static FeatureTransform standard(ColumnType type) {
        return switch (type) {
            case NUMBER, INTEGER, TIMESTAMP -> FeatureTransform.STANDARDIZE;
            case CATEGORY, TEXT -> FeatureTransform.ONEHOT;
            case BOOLEAN -> FeatureTransform.PASS;
        };
    }

    /** Says what is wrong with a transform for a column's type. */
    void check(ColumnProfile column, Chosen choice) {
        String name = column.name();
        if (column.type() == ColumnType.TEXT) {
            problems.add(
                    ("%s: \"%s\" is free text, which no transform takes; in the data version give the column the type category,"
                                    + " or the role ignore.")
                            .formatted(choice.field(), name));
        } else if (!fits(column.type(), choice.transform())) {
            problems.add("%s: \"%s\" is of type %s, which the transform %s does not take; %s."
                    .formatted(
                            choice.field(),
                            name,
                            wire(column.type()),
                            wire(choice.transform()),
                            advice(column.type())));
        }
    }

    private static boolean fits(ColumnType type, FeatureTransform transform) {
        return switch (transform) {
            case AUTO -> true;
            case STANDARDIZE -> type.isNumeric() || type == ColumnType.TIMESTAMP || type == ColumnType.BOOLEAN;
            case LOG -> type.isNumeric();
            case PASS -> type.isNumeric() || type == ColumnType.BOOLEAN;
            case ONEHOT -> type == ColumnType.CATEGORY;
        };
    }

    private static String advice(ColumnType type) {
        return switch (type) {
            case NUMBER, INTEGER ->
                "use auto, standardize, log or pass, or declare the column as category in the data version";
            case BOOLEAN -> "use auto, pass or standardize";
            case TIMESTAMP -> "use auto or standardize";
            case CATEGORY, TEXT -> "use auto or onehot";
        };
    }

    private static String wire(Enum<?> constant) {
        return Json.tree(Json.bytes(constant)).asText();
    }
}
