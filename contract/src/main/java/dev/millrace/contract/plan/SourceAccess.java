package dev.millrace.contract.plan;

/**
 * How a step reaches a source that no volume holds. It decides nothing of the rows, so it is beside the plan, not in it: the same file from
 * another address is the same step. It may hold what opens the file, such as a signature, so it is never shown or stored.
 *
 * @param url of the file
 */
public record SourceAccess(String url) {}
