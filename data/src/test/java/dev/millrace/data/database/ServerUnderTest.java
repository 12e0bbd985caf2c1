package dev.millrace.data.database;

import dev.millrace.contract.network.Network;
import dev.millrace.contract.network.NetworkRules;
import dev.millrace.data.Workplace;
import dev.millrace.data.download.AddressGuard;
import dev.millrace.data.engine.Resources;
import dev.millrace.data.engine.Row;
import dev.millrace.data.engine.Session;
import dev.millrace.data.source.RowSource;
import dev.millrace.data.source.RowSource.SourceColumn;
import dev.millrace.data.spool.RowSpool;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks a server on this machine what an ingest would ask. */
final class ServerUnderTest implements AutoCloseable {
    static final AddressGuard LOOPBACK = new AddressGuard(
            new NetworkRules(List.of(Network.parse("127.0.0.0/8")), List.of()), InetAddress::getAllByName);

    private final Workplace workplace = new Workplace();
    private final DatabaseLogin login;

    ServerUnderTest(DatabaseLogin login) {
        this.login = login;
    }

    DatabaseLogin login() {
        return login;
    }

    Workplace workplace() {
        return workplace;
    }

    /** A row's values. */
    static List<@Nullable String> texts(Row row, int columns) {
        List<@Nullable String> texts = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            texts.add(row.nullable(i));
        }
        return texts;
    }

    /** The columns of a result, and its rows as texts. */
    record Result(List<SourceColumn> columns, List<Row> rows) {}

    Result read(String query) {
        return read(login, query, () -> {});
    }

    Result read(DatabaseLogin as, String query, Runnable stopCheck) {
        Resources resources = workplace.resources();
        try (Session session = Session.open(resources)) {
            RowSource rows =
                    new DatabaseSource(as, LOOPBACK).read(query, new RowSpool(session, resources.scratch()), stopCheck);
            return new Result(rows.columns(), session.rows("SELECT * FROM " + rows.table()));
        }
    }

    @Override
    public void close() {
        workplace.close();
    }
}
