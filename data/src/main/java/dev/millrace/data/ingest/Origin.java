package dev.millrace.data.ingest;

import dev.millrace.contract.report.StepException;
import dev.millrace.data.database.DatabaseSource;
import dev.millrace.data.source.SourceFile;
import java.util.List;

/** Where an ingest finds its rows. */
public sealed interface Origin {
    /** Files, in the order in which their rows count: mounted, or brought to the scratch folder. */
    record Files(List<SourceFile> files) implements Origin {
        public Files {
            files = List.copyOf(files);
        }
    }

    /** A database that can be asked. */
    record Database(DatabaseSource source) implements Origin {
        @Override
        public List<SourceFile> files() {
            return List.of();
        }
    }

    /** The files to read; none where a database is asked. */
    List<SourceFile> files();

    /**
     * The database, for a plan with a query for one.
     *
     * @throws StepException if there is none
     */
    default DatabaseSource database() {
        if (this instanceof Database database) {
            return database.source();
        }
        throw StepException.badInput("This plan reads a database, and there are files.");
    }
}
