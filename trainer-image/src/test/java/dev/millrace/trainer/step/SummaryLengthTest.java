package dev.millrace.trainer.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.DoubleNode;
import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Digest;
import dev.millrace.contract.Json;
import dev.millrace.contract.report.IngestSummary;
import dev.millrace.contract.report.StepSummary;
import dev.millrace.contract.report.StepSummary.Outcome;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SummaryLengthTest {
    private static final Digest DIGEST = Digest.of("x");

    private static StepSummary ingest(int columns, int failures, String example, String message) {
        return new StepSummary(
                DIGEST,
                Outcome.SUCCEEDED,
                null,
                message,
                false,
                new IngestSummary(
                        DIGEST,
                        DIGEST,
                        1000,
                        10,
                        10,
                        "file:///store",
                        IntStream.range(0, columns)
                                .mapToObj(i -> new IngestSummary.Column(
                                        "a_rather_long_name_of_a_column_" + i,
                                        ColumnType.NUMBER,
                                        ColumnRole.FEATURE,
                                        0,
                                        DoubleNode.valueOf(0.123456789),
                                        DoubleNode.valueOf(9999.123456789),
                                        123.456789,
                                        new IngestSummary.Figures(500, 12.345678, 1.5, 50.25, 99.75)))
                                .toList(),
                        columns,
                        new IngestSummary.SplitRows(700, 150, 150, 0),
                        new IngestSummary.Tests(
                                0,
                                0,
                                failures,
                                IntStream.range(0, failures)
                                        .mapToObj(i -> new IngestSummary.TestFailure(
                                                "test-" + i,
                                                "c",
                                                null,
                                                "3 rows",
                                                ">= 0",
                                                Collections.nCopies(5, example)))
                                        .toList()),
                        List.of(),
                        null,
                        List.of()),
                null);
    }

    @Test
    void whatFitsStaysAsItIs() {
        StepSummary summary = ingest(5, 1, "row 3: -8", "Done.");

        assertThat(SummaryLength.fitted(summary)).isEqualTo(summary);
    }

    @Test
    void figuresOfTheLastColumnsGoFirst() {
        StepSummary summary = ingest(16, 2, "row 3: -8", "Done.");

        List<IngestSummary.Column> columns =
                SummaryLength.fitted(summary).ingest().columns();

        assertThat(columns)
                .extracting(IngestSummary.Column::withoutMore)
                .isEqualTo(summary.ingest().columns().stream()
                        .map(IngestSummary.Column::withoutMore)
                        .toList());
        assertThat(columns.get(0)).isEqualTo(summary.ingest().columns().get(0));
        assertThat(columns.get(15).more()).isNull();
    }

    @Test
    void columnsGoFromTheEndNext() {
        StepSummary summary = ingest(32, 2, "row 3: -8", "Done.");

        StepSummary fitted = SummaryLength.fitted(summary);

        assertThat(Json.bytes(fitted).length).isBetween(3800, StepSummary.MAX_BYTES);
        assertThat(fitted.ingest().columns())
                .hasSizeBetween(8, 31)
                .isEqualTo(summary.ingest().columns().stream()
                        .limit(fitted.ingest().columns().size())
                        .map(IngestSummary.Column::withoutMore)
                        .toList());
        assertThat(fitted.ingest().columnCount()).isEqualTo(32);
        assertThat(fitted.ingest().tests()).isEqualTo(summary.ingest().tests());
    }

    @Test
    void thenExamplesThenFailuresThenTheMessage() {
        StepSummary manyExamples = SummaryLength.fitted(ingest(32, 4, "é".repeat(200), "Done."));
        assertThat(manyExamples.ingest().columns()).isEmpty();
        assertThat(manyExamples.ingest().tests().failures()).hasSize(4);
        assertThat(Json.bytes(manyExamples).length).isLessThanOrEqualTo(StepSummary.MAX_BYTES);

        StepSummary manyFailures = SummaryLength.fitted(ingest(0, 400, "x", "😀".repeat(5000)));
        assertThat(Json.bytes(manyFailures).length).isLessThanOrEqualTo(StepSummary.MAX_BYTES);
        assertThat(manyFailures.ingest().tests().failed()).isEqualTo(400);
        assertThat(manyFailures.message()).startsWith("😀😀").endsWith("😀…");
    }
}
