package dev.millrace.data.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Digest;
import dev.millrace.contract.dataset.DatasetManifest;
import dev.millrace.contract.dataset.DatasetView;
import dev.millrace.contract.dataset.DatasetView.SplitCounts;
import dev.millrace.contract.dataset.Profile;
import dev.millrace.contract.dataset.Profile.ColumnProfile;
import dev.millrace.contract.dataset.Profile.Moments;
import dev.millrace.contract.dataset.Profile.Statistics;
import dev.millrace.contract.report.IngestSummary;
import dev.millrace.contract.report.IngestSummary.Column;
import dev.millrace.contract.report.IngestSummary.Diff;
import dev.millrace.contract.report.IngestSummary.Figures;
import dev.millrace.contract.report.IngestSummary.Newest;
import dev.millrace.contract.report.IngestSummary.SplitRows;
import dev.millrace.contract.report.IngestSummary.Tests;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A version in the store, as a status shows it. */
record StoredVersion(DatasetManifest manifest, DatasetView view, Profile profile, Storage storage) {
    private static final int MOST_COLUMNS = 32;

    /** Where and how large the version is. */
    record Storage(Digest view, long sizeBytes, long newBytes, String location) {}

    IngestSummary summary(Tests tests, List<Newest> newest, @Nullable Diff diff, List<String> warnings) {
        SplitCounts counts = view.counts();
        return new IngestSummary(
                manifest.digest(),
                storage.view(),
                manifest.rows(),
                storage.sizeBytes(),
                storage.newBytes(),
                storage.location(),
                profile.columns().stream()
                        .limit(MOST_COLUMNS)
                        .map(StoredVersion::column)
                        .toList(),
                manifest.columns().size(),
                new SplitRows(counts.train(), counts.validation(), counts.test(), counts.unlabelled()),
                tests,
                newest,
                diff,
                warnings);
    }

    private static Column column(ColumnProfile column) {
        Statistics all = column.all();
        Moments moments = all.moments();
        Moments numbers = column.type().isNumeric() ? moments : null;
        return new Column(
                column.name(),
                column.type(),
                column.role(),
                all.nulls(),
                moments == null ? null : json(moments.min(), column.type()),
                moments == null ? null : json(moments.max(), column.type()),
                numbers == null ? null : numbers.mean(),
                new Figures(
                        all.distinct(),
                        numbers == null ? null : numbers.stddev(),
                        numbers == null ? null : all.quantiles().get(1),
                        numbers == null ? null : all.quantiles().get(10),
                        numbers == null ? null : all.quantiles().get(19)));
    }

    private static @Nullable JsonNode json(double value, ColumnType type) {
        return switch (type) {
            case NUMBER -> DoubleNode.valueOf(value);
            case INTEGER -> LongNode.valueOf((long) value);
            case TIMESTAMP ->
                TextNode.valueOf(
                        Instant.EPOCH.plus((long) value, ChronoUnit.MICROS).toString());
            case BOOLEAN, CATEGORY, TEXT -> null;
        };
    }
}
