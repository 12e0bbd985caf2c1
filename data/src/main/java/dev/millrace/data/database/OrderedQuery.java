package dev.millrace.data.database;

import dev.millrace.contract.report.StepException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.WithItem;

/**
 * One SELECT that says in which order its rows come. A parser tells, for an ORDER BY may stand in a comment, a text or a part of the query.
 *
 * <p>It is no wall: that nothing is written, the transaction sees to, and what may be read, the database's own rights.
 */
final class OrderedQuery {
    static final String FIELD = "spec.source.jdbc.query";

    private OrderedQuery() {}

    /**
     * Looks at a query.
     *
     * @return it without the semicolon at its end
     * @throws StepException if it is not one ordered SELECT, or cannot be parsed
     */
    static String require(String sql, Product product) {
        String text = sql.strip().replaceFirst("[;\\s]+$", "");
        List<Statement> statements = parse(text, product);
        if (statements.size() != 1) {
            throw problem("has " + statements.size() + " statements: write one SELECT.");
        }
        if (!(statements.get(0) instanceof Select select)) {
            throw problem("is not a SELECT: it can read rows, and do nothing else.");
        }
        requireReading(select);
        if (select.getOrderByElements() == null || select.getOrderByElements().isEmpty()) {
            throw problem(
                    "does not order its rows, and a version's digest hangs on their order: end it with ORDER BY over"
                            + " columns that tell its rows apart, such as a primary key.");
        }
        return text;
    }

    private static void requireReading(Select select) {
        if (select instanceof PlainSelect plain
                && (plain.getIntoTables() != null || plain.getIntoTempTable() != null)) {
            throw problem("writes with INTO: it can read rows, and do nothing else.");
        }
        if (select.getForMode() != null) {
            throw problem("locks its rows with FOR: it can read rows, and do nothing else.");
        }
        List<WithItem<?>> parts = select.getWithItemsList();
        if (parts != null
                && parts.stream().anyMatch(part -> !(part.getParenthesedStatement() instanceof ParenthesedSelect))) {
            throw problem("writes within WITH: it can read rows, and do nothing else.");
        }
    }

    private static List<Statement> parse(String sql, Product product) {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            return CCJSqlParserUtil.parseStatements(
                    sql, executor, parser -> parser.withBackslashEscapeCharacter(product == Product.MARIADB));
        } catch (JSQLParserException e) {
            String words = String.valueOf(e.getMessage());
            throw problem("cannot be parsed: " + Shortened.of(words.split("Was expecting", 2)[0])
                    + ". If the database understands it, make a view of it and select from that.");
        } finally {
            executor.shutdownNow();
        }
    }

    private static StepException problem(String what) {
        return StepException.badInput(FIELD + " " + what);
    }
}
