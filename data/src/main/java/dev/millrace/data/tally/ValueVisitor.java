package dev.millrace.data.tally;

/** Takes a value and how often it occurs in each of the {@link ValueTable#GROUPS}. */
@FunctionalInterface
public interface ValueVisitor {
    void visit(byte[] value, long[] counts);
}
