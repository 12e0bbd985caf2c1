package dev.millrace.server.inference;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Starts ONNX Runtime. */
final class OnnxRuntime {
    /** Reserved, not used, unless the command line is long. */
    private static final long STACK_BYTES = 256L << 20;

    private OnnxRuntime() {}

    /**
     * The process's environment. It is made on a thread with a large stack: while it starts, ONNX Runtime 1.29 matches the process's
     * command line with a recursion as deep as that is long, and a class path of 3 KiB overflows an ordinary stack, which ends the
     * process without a word.
     */
    static OrtEnvironment environment() {
        FutureTask<OrtEnvironment> start = new FutureTask<>(
                () -> OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "millrace"));
        new Thread(null, start, "onnx-runtime-start", STACK_BYTES).start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return start.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException("ONNX Runtime does not start", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
