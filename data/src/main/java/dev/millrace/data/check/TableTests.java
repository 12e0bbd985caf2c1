package dev.millrace.data.check;

import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.data.engine.Session;
import dev.millrace.data.query.SqlTests;
import dev.millrace.data.rows.Values;
import java.util.List;

/** The data tests that look at rows again in a table, when all came: SQL, and references to other versions. */
public record TableTests(SqlTests sql, ReferenceTests references) implements AutoCloseable {
    /** Makes ready for rows; see {@link SqlTests#begin} and {@link ReferenceTests#begin}. */
    public void begin(List<Column> columns, Session session) {
        references.begin(columns, session);
        sql.begin(columns, session);
    }

    void add(List<Values> batch) {
        sql.add(batch);
        references.add(batch);
    }

    @Override
    public void close() {
        sql.close();
        references.close();
    }
}
