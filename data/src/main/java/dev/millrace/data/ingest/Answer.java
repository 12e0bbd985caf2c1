package dev.millrace.data.ingest;

import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.data.sensitive.SensitiveColumns;
import dev.millrace.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What a task answers: its result, or why the plan or its part of the source is wrong. Such a refusal is an answer, not a failure, for it is
 * the same however often the task is tried.
 */
final class Answer {
    private Answer() {}

    /** Work whose result is written. */
    interface Work {
        void write(DataOutputStream out) throws IOException;
    }

    /** What work gives. */
    static byte[] of(SensitiveColumns sensitive, Work work) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeBoolean(true);
            work.write(out);
        } catch (StepException e) {
            if (e.reason() != FailureReason.BAD_INPUT) {
                throw e;
            }
            return refusal(String.valueOf(e.getMessage()));
        } catch (StoreException | UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            throw sensitive.silenced(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] refusal(String message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeBoolean(false);
            out.write(message.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /**
     * A task's result.
     *
     * @throws StepException if it refused
     */
    static DataInputStream read(byte[] answer) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(answer));
        if (!in.readBoolean()) {
            throw StepException.badInput(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        return in;
    }
}
