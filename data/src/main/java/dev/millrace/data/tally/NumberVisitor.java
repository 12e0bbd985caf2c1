package dev.millrace.data.tally;

/** Takes a number and how often it occurs in each of the {@link ValueTable#GROUPS}; the counts are overwritten after the call. */
@FunctionalInterface
public interface NumberVisitor {
    void visit(long number, long[] counts);
}
