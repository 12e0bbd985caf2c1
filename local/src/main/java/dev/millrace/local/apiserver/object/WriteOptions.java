package dev.millrace.local.apiserver.object;

/**
 * How a write is carried out.
 *
 * @param dryRun everything but the writing
 * @param manager who will own what is written
 * @param force take fields of other managers, where it is an apply
 */
public record WriteOptions(boolean dryRun, FieldValidation validation, String manager, boolean force) {
    /** Of this server's own writes. */
    public static WriteOptions internal(String manager) {
        return new WriteOptions(false, FieldValidation.IGNORE, manager, false);
    }
}
