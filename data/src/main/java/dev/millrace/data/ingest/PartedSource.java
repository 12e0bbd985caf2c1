package dev.millrace.data.ingest;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Json;
import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.contract.plan.ColumnPlan;
import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.contract.report.StepReport;
import dev.millrace.data.check.DataTests;
import dev.millrace.data.check.PlanCheck;
import dev.millrace.data.check.ReferenceTests;
import dev.millrace.data.check.TableTests;
import dev.millrace.data.engine.Resources;
import dev.millrace.data.engine.Session;
import dev.millrace.data.part.Place;
import dev.millrace.data.query.SqlTests;
import dev.millrace.data.sensitive.SensitiveColumns;
import dev.millrace.data.source.RowSource;
import dev.millrace.data.source.SourceReader;
import dev.millrace.data.source.Typing;
import dev.millrace.store.Store;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A source in parts, in a form that can be sent to who reads them. A part is a file: its rows are whole, and come after those of the parts
 * before it.
 *
 * @param planJson what the spec says
 * @param filesJson the files in order
 * @param columnsJson names and types of the columns; empty before they are known
 */
@SuppressWarnings("ArrayRecordComponent")
record PartedSource(byte[] planJson, byte[] filesJson, byte[] columnsJson) implements Serializable {
    static PartedSource of(IngestPlan plan, List<StepReport.SourceFile> files) {
        return new PartedSource(Json.bytes(plan), Json.bytes(files), Json.bytes(List.of()));
    }

    PartedSource withColumns(List<Column> columns) {
        return new PartedSource(planJson, filesJson, Json.bytes(columns));
    }

    IngestPlan plan() {
        return Json.read(planJson, IngestPlan.class);
    }

    List<StepReport.SourceFile> files() {
        return Arrays.asList(Json.read(filesJson, StepReport.SourceFile[].class));
    }

    List<Column> columns() {
        return Arrays.asList(Json.read(columnsJson, Column[].class));
    }

    Map<String, ColumnRole> roles() {
        return PlanCheck.roles(plan(), columns().stream().map(Column::name).toList());
    }

    /** What splits the rows, once their columns are known. */
    Splits splits() {
        return new Splits(plan().split(), roles(), columns());
    }

    /** The plan's tests, none of which looks at a table. */
    DataTests tests(Resources resources, Store store, Runnable stopCheck) {
        IngestPlan plan = plan();
        SensitiveColumns sensitive = SensitiveColumns.of(plan.columns());
        TableTests none = new TableTests(
                new SqlTests(List.of(), sensitive, resources, stopCheck),
                new ReferenceTests(List.of(), sensitive, store, new ReferenceTests.Work(resources, stopCheck)));
        return new DataTests(plan.tests(), columns(), sensitive, none);
    }

    /** Opens a part. */
    RowSource open(int part, Place place, Session session) throws IOException {
        IngestPlan plan = plan();
        return new SourceReader(
                        session, place.resources().scratch(), SensitiveColumns.of(plan.columns()), place::stopCheck)
                .open(List.of(place.bring(files().get(part))), plan.format());
    }

    Typing typing(RowSource source, Place place, Session session) {
        return new Typing(source, plan().columns(), session, place::stopCheck);
    }

    /** The types of the columns that neither the spec nor the format gives one. */
    Map<String, ColumnType> found(RowSource source) {
        Map<String, ColumnType> types = columns().stream().collect(Collectors.toMap(Column::name, Column::type));
        Set<String> declared = plan().columns().stream()
                .filter(column -> column.type() != null)
                .map(ColumnPlan::name)
                .collect(Collectors.toSet());
        return source.columns().stream()
                .filter(column -> column.type() == null && !declared.contains(column.name()))
                .map(RowSource.SourceColumn::name)
                .collect(Collectors.toMap(Function.identity(), types::get));
    }
}
