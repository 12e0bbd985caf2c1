package dev.millrace.data.part;

import dev.millrace.contract.report.StepReport;
import dev.millrace.data.engine.Resources;
import dev.millrace.data.source.SourceFile;
import dev.millrace.store.Store;
import java.io.IOException;

/** Where a task works: the source and the store as its machine sees them, and room of its own. */
public interface Place {
    Store store();

    /** What the task may use; its scratch folder is there for it alone, and is emptied when its result was taken. */
    Resources resources();

    /**
     * A file of the source, where it can be read.
     *
     * @param file as it was found when the ingest began
     * @throws dev.millrace.contract.report.StepException if it is another one by now
     */
    SourceFile bring(StepReport.SourceFile file) throws IOException;

    /** To be called every few thousand rows; what it throws ends the task. */
    void stopCheck();
}
