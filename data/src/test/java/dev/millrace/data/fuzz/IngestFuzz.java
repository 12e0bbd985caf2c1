package dev.millrace.data.fuzz;

import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.contract.report.IngestSummary;
import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.data.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What must hold of any file: its ingest ends with a version, the same one with another number of threads, or with a refusal that names the file,
 * or the column, for people. Jazzer calls it ({@code make fuzz}).
 */
public final class IngestFuzz {
    /** The case at work is written here first: a crash of native code ends the process, and says nothing of the bytes. */
    private static final String CURRENT = System.getProperty("millrace.fuzz.current", "");

    private IngestFuzz() {}

    /** One case. */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        if (!CURRENT.isEmpty()) {
            Files.write(Path.of(CURRENT), data);
        }
        check(FuzzCase.of(data));
    }

    static void check(FuzzCase file) {
        try (Workplace workplace = new Workplace()) {
            workplace.file(file.name(), file.content());
            IngestPlan plan = Workplace.plan(file.name()).build();
            IngestSummary first;
            try {
                first = workplace.threads(2).ingest(plan).summary();
            } catch (StepException refusal) {
                requireClear(refusal, file, workplace.root());
                return;
            }
            IngestSummary second = workplace.threads(1).ingest(plan).summary();
            if (!first.digest().equals(second.digest()) || !first.view().equals(second.view())) {
                throw new AssertionError("the second ingest gives other rows or another profile");
            }
            if (second.newBytes() != 0) {
                throw new AssertionError("the second ingest of the same rows stored " + second.newBytes() + " bytes");
            }
        }
    }

    private static void requireClear(StepException refusal, FuzzCase file, Path root) {
        String words = String.valueOf(refusal.getMessage());
        boolean placed = words.contains(file.name()) || words.startsWith("Column \"");
        if (refusal.reason() != FailureReason.BAD_INPUT
                || !placed
                || words.contains(root.toString())
                || words.contains("INTERNAL")) {
            throw new AssertionError("not a clear refusal (" + refusal.reason() + "): " + words, refusal);
        }
    }
}
