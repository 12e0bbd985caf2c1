package dev.millrace.data.source;

import dev.millrace.contract.ColumnType;
import dev.millrace.data.rows.Values;
import dev.millrace.data.source.ColumnEvidence.Inferred;
import dev.millrace.data.source.ColumnEvidence.Witness;
import dev.millrace.data.source.TextValues.Form;
import org.jspecify.annotations.Nullable;

/** Turns what a query gives of a column into values of the column's type. */
sealed interface ColumnReader {
    /**
     * The typed values of the next rows.
     *
     * @param firstRow the first one's number in the source, from 0
     * @throws WrongTypeException if one is not of the type
     */
    Values read(Values values, long firstRow);

    /**
     * To be asked after the last row.
     *
     * @throws WrongTypeException if all rows together have another type
     */
    default void finish() {}

    /** After the last row: what keeps a column, nearly all of whose values are numbers, from being one; else null. */
    default @Nullable Witness nearlyNumber() {
        return null;
    }

    /**
     * A column whose values come with their type.
     *
     * @param nearlyNumber as was found before
     */
    record Typed(@Nullable Witness nearlyNumber) implements ColumnReader {
        @Override
        public Values read(Values values, long firstRow) {
            return values;
        }
    }

    /** A column of texts of a form of its type. */
    record Parsed(ColumnType type, Form form) implements ColumnReader {
        @Override
        public Values read(Values values, long firstRow) {
            return TextValues.read((Values.Texts) values, type, form);
        }
    }

    /** A column of texts that are taken for texts or categories: whether they are, all rows together tell. */
    record Watched(ColumnType type, Inferred evidence) implements ColumnReader {
        @Override
        public Values read(Values values, long firstRow) {
            evidence.add((Values.Texts) values, firstRow);
            return values;
        }

        @Override
        public void finish() {
            if (evidence.type() != type) {
                throw new WrongTypeException();
            }
        }

        @Override
        public @Nullable Witness nearlyNumber() {
            return evidence.nearlyNumber();
        }
    }
}
