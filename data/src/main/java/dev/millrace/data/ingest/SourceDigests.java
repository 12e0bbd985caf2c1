package dev.millrace.data.ingest;

import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.contract.plan.SourcePlan;
import dev.millrace.contract.report.StepReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The digests of a source's files, computed in a thread of their own while the rows are read. */
final class SourceDigests {
    private final CompletableFuture<List<StepReport.SourceFile>> digests = new CompletableFuture<>();

    private SourceDigests() {}

    /**
     * Begins.
     *
     * @throws dev.millrace.contract.report.StepException if a small source is not the one that the plan was made for
     */
    static SourceDigests of(IngestPlan plan, Path sourceRoot) throws IOException {
        SourceDigests digests = new SourceDigests();
        if (plan.source() instanceof SourcePlan.ConfigMapKey) {
            // What is wrong with its content says nothing if it is another content.
            digests.digests.complete(Ingest.sources(plan, sourceRoot));
            return digests;
        }
        Thread thread = new Thread(
                () -> {
                    try {
                        digests.digests.complete(Ingest.sources(plan, sourceRoot));
                    } catch (IOException | RuntimeException e) {
                        digests.digests.completeExceptionally(e);
                    }
                },
                "source-digests");
        thread.setDaemon(true);
        thread.start();
        return digests;
    }

    /** Waits for them. */
    List<StepReport.SourceFile> get() throws IOException {
        try {
            return digests.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
