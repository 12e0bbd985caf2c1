package dev.millrace.trainer.evaluation;

import dev.millrace.trainer.tensor.Tensors;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The linear baseline, fitted in a thread of its own while the network is trained: it has nothing to do with the network but the tensors. */
public final class LinearBaseline {
    private final FutureTask<Optional<LinearModel>> fit;

    private LinearBaseline(FutureTask<Optional<LinearModel>> fit) {
        this.fit = fit;
    }

    /**
     * Begins to fit it.
     *
     * @param outputs 1 for scaled labels, else the number of classes
     */
    public static LinearBaseline begin(Tensors tensors, int outputs) {
        FutureTask<Optional<LinearModel>> fit = new FutureTask<>(() -> LinearModel.fit(tensors, outputs));
        Thread thread = new Thread(fit, "linear-baseline");
        // A training that fails does not wait for it.
        thread.setDaemon(true);
        thread.start();
        return new LinearBaseline(fit);
    }

    /** Waits for the fitted model; empty if there are too many features. */
    Optional<LinearModel> model() {
        try {
            return fit.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while the linear baseline was fitted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new CompletionException(e.getCause());
        }
    }
}
