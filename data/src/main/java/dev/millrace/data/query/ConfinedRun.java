package dev.millrace.data.query;

import dev.millrace.contract.report.StepException;
import dev.millrace.data.engine.QueryException;
import dev.millrace.data.engine.Resources;
import dev.millrace.data.engine.Session;
import dev.millrace.data.engine.Watch;
import dev.millrace.data.sensitive.SensitiveColumns;
import java.io.File;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * Runs a statement that somebody wrote until its end, or until it is stopped, or needs more than it may.
 *
 * @param field that holds it
 * @param sensitive columns of the rows that it reads or makes
 * @param stopCheck called often; what it throws ends the statement
 */
record ConfinedRun(SqlField field, Resources resources, SensitiveColumns sensitive, Runnable stopCheck) {
    /**
     * Runs a statement.
     *
     * @param database in which it may make a table
     * @throws StepException if it fails, or takes more than the scratch space
     */
    void execute(String sql, Path database, Session confined) {
        try {
            Watch.execute(confined, sql, () -> {
                stopCheck.run();
                if (bytes(database) > resources.scratchBytes()) {
                    throw tooLarge(
                            "its rows take more than " + (resources.scratchBytes() >> 20) + " MiB of scratch space");
                }
            });
        } catch (QueryException e) {
            // The first line is ours.
            throw field.problem(e, 1, sensitive);
        } catch (StepException e) {
            if (e.getCause() instanceof SQLException) {
                throw tooLarge("it needs more memory and scratch space than there is (" + e.getMessage() + ")");
            }
            throw e;
        }
    }

    /** Of the file and of what is written before it gets into the file. */
    private static long bytes(Path database) {
        return database.toFile().length() + new File(database + ".wal").length();
    }

    private StepException tooLarge(String why) {
        return field.problem("was stopped: " + why
                + ". Does it join rows without a condition, or call itself without an end? Else select fewer rows or columns, or give the"
                + " ingest more memory and scratch space.");
    }
}
