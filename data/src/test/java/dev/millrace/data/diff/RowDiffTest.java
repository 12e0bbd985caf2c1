package dev.millrace.data.diff;

import static dev.millrace.data.Workplace.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Digest;
import dev.millrace.contract.Json;
import dev.millrace.contract.report.IngestSummary.Diff;
import dev.millrace.contract.report.IngestSummary.Retyped;
import dev.millrace.data.Workplace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RowDiffTest {
    private static final String HOUSES = """
            id,area,street,sold
            1,80.5,Pave,2024-02-29
            2,95,Grvl,2024-03-01
            3,70.5,Pave,2024-03-02
            4,61.25,Pave,2024-03-02
            """;

    private final Workplace workplace = new Workplace();

    @AfterEach
    void close() {
        workplace.close();
    }

    private static Diff rows(long added, long removed, @Nullable Long changed) {
        return new Diff(added, removed, changed, List.of(), List.of(), List.of(), List.of());
    }

    @Test
    void aRowWithTheSameKeyHasChanged() {
        assertThat(keyed(HOUSES, """
                        id,area,street,sold
                        1,80.5,Pave,2024-02-29
                        3,70.5,Grvl,2024-03-02
                        4,61.5,Pave,2024-03-02
                        5,50.5,Pave,2024-03-03
                        6,51.5,Pave,2024-03-03
                        """)).isEqualTo(rows(2, 1, 2L));
    }

    @Test
    void withoutKeysAChangedRowIsRemovedAndAdded() {
        assertThat(unkeyed(HOUSES, HOUSES.replace("95", "96"))).isEqualTo(rows(1, 1, null));
    }

    @Test
    void anotherOrderIsNoChange() {
        assertThat(keyed(HOUSES, """
                        id,area,street,sold
                        4,61.25,Pave,2024-03-02
                        3,70.5,Pave,2024-03-02
                        2,95,Grvl,2024-03-01
                        1,80.5,Pave,2024-02-29
                        """)).isEqualTo(rows(0, 0, 0L));
    }

    @Test
    void aKeyThatTheParentHasNotTellsNothing() {
        assertThat(keyed(HOUSES.replace("id", "number"), HOUSES))
                .isEqualTo(new Diff(0, 0, null, List.of("id"), List.of("number"), List.of(), List.of()));
    }

    @Test
    void rowsAreComparedInTheColumnsThatBothHave() {
        assertThat(keyed(HOUSES, """
                        street,pool,id,area
                        Pave,1,1,80.5
                        Grvl,0,2,95
                        Grvl,0,3,70.5
                        Pave,1,9,70.5
                        """))
                .isEqualTo(new Diff(1, 1, 1L, List.of("pool"), List.of("sold"), List.of(), List.of()));
    }

    @Test
    void aRetypedColumnIsNotCompared() {
        assertThat(unkeyed(HOUSES, HOUSES.replace("95", "wide").replace("61.25", "61.5")))
                .isEqualTo(new Diff(
                        0,
                        0,
                        null,
                        List.of(),
                        List.of(),
                        List.of(new Retyped("area", ColumnType.NUMBER, ColumnType.CATEGORY)),
                        List.of()));
    }

    @Test
    void withoutACommonColumnNoRowIsTheSame() {
        assertThat(unkeyed("a,b\n1,2\n3,4\n5,6\n", "c\n1\n2\n"))
                .isEqualTo(new Diff(2, 3, null, List.of("c"), List.of("a", "b"), List.of(), List.of()));
    }

    @Test
    void reportsOfBeforeHaveRowsOnly() {
        assertThat(Json.read("{\"rowsAdded\": 30, \"rowsRemoved\": 2}", Diff.class))
                .isEqualTo(rows(30, 2, null));
    }

    /** Edits, insertions and removals in many chunks, and a shuffled version that shares no chunk and no order. */
    @Test
    void manyRowsInManyChunks() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 150_000; i++) {
            lines.add(i + ",v" + i % 77);
        }
        List<String> edited = new ArrayList<>();
        Random random = new Random(5);
        int changed = 0;
        int removed = 0;
        for (int i = 0; i < lines.size(); i++) {
            int fate = random.nextInt(1_000);
            if (fate == 0) {
                removed++;
            } else if (fate == 1) {
                changed++;
                edited.add(i + ",other");
            } else {
                edited.add(lines.get(i));
            }
            if (fate == 2) {
                edited.add((200_000 + i) + ",new");
            }
        }
        int added = edited.size() - (lines.size() - removed);
        List<String> shuffled = new ArrayList<>(edited);
        Collections.shuffle(shuffled, random);
        String parent = "id,v\n" + String.join("\n", lines);

        assertThat(keyed(parent, "id,v\n" + String.join("\n", edited))).isEqualTo(rows(added, removed, (long) changed));
        assertThat(keyed(parent, "id,v\n" + String.join("\n", shuffled)))
                .isEqualTo(rows(added, removed, (long) changed));
        assertThat(added * removed * changed).isPositive();
    }

    private @Nullable Diff keyed(String parent, String child) {
        return diff(parent, child, ColumnRole.KEY);
    }

    private @Nullable Diff unkeyed(String parent, String child) {
        return diff(parent, child, ColumnRole.FEATURE);
    }

    private @Nullable Diff diff(String parent, String child, ColumnRole role) {
        workplace.file("parent.csv", parent);
        workplace.file("child.csv", child);
        Digest digest = workplace.ingest(plan("parent.csv").build()).summary().digest();
        Workplace.Plan plan = plan("child.csv").parent(digest);
        if (child.contains("id,")) {
            plan.column("id", null, role);
        }
        return workplace.ingest(plan.build()).summary().diff();
    }
}
