package dev.millrace.operator.training;

import dev.millrace.api.v1alpha1.dataset.Column;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionStatus;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionStatus.ColumnSummary;
import dev.millrace.api.v1alpha1.training.Model;
import dev.millrace.operator.resolution.Resolution.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a model's columns are those of its data version. A status lists no more than its first columns: of a wider version the trainer
 * says what is wrong.
 */
final class ColumnChecks {
    private static final String ALL = "*";

    private ColumnChecks() {}

    /** All that is wrong; empty: nothing, or the status does not list all columns. */
    static List<Problem> problems(Model model, DatasetVersionStatus dataset) {
        if (dataset.columnCount() == null
                || dataset.columnCount() != dataset.columns().size()) {
            return List.of();
        }
        Map<String, ColumnSummary> columns =
                dataset.columns().stream().collect(Collectors.toMap(ColumnSummary::name, Function.identity()));
        List<Problem> problems = new ArrayList<>();
        String label = label(model, dataset, columns, problems);
        for (int rule = 0; rule < model.features().size(); rule++) {
            List<String> names = model.features().get(rule).columns();
            for (int i = 0; i < names.size(); i++) {
                feature(names.get(i), columns, label)
                        .forEach(problem(problems, "spec.model.features[" + rule + "].columns[" + i + "]"));
            }
        }
        return problems;
    }

    private static Consumer<String> problem(List<Problem> problems, String field) {
        return message -> problems.add(new Problem(field, message));
    }

    private static @Nullable String label(
            Model model, DatasetVersionStatus dataset, Map<String, ColumnSummary> columns, List<Problem> problems) {
        String named = model.label() == null ? null : model.label().column();
        if (named != null) {
            if (!columns.containsKey(named)) {
                problems.add(new Problem("spec.model.label.column", unknown(named, columns)));
            }
            return named;
        }
        List<String> labels = dataset.columns().stream()
                .filter(column -> column.role() == Column.Role.LABEL)
                .map(ColumnSummary::name)
                .toList();
        if (labels.isEmpty()) {
            problems.add(new Problem(
                    "spec.model.label.column",
                    "the data version has no column with the role label: name the column to predict, one of "
                            + listed(columns)));
            return null;
        }
        return labels.get(0);
    }

    private static List<String> feature(String name, Map<String, ColumnSummary> columns, @Nullable String label) {
        if (name.equals(ALL)) {
            return List.of();
        }
        ColumnSummary column = columns.get(name);
        if (column == null) {
            return List.of(unknown(name, columns));
        }
        if (name.equals(label)) {
            return List.of("'" + name + "' is the label and cannot be a feature");
        }
        if (column.role() != Column.Role.FEATURE && column.role() != Column.Role.LABEL) {
            return List.of("'" + name + "' has the role "
                    + column.role().name().toLowerCase(Locale.ROOT)
                    + " in the data version and cannot be a feature");
        }
        return List.of();
    }

    private static String unknown(String name, Map<String, ColumnSummary> columns) {
        return "the data version has no column '" + name + "'; it has " + listed(columns);
    }

    private static String listed(Map<String, ColumnSummary> columns) {
        return columns.keySet().stream().sorted().collect(Collectors.joining("', '", "'", "'"));
    }
}
