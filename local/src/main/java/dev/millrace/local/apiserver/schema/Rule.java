package dev.millrace.local.apiserver.schema;

/**
 * A rule of {@code x-kubernetes-validations}.
 *
 * @param reason of the problem, empty for {@code FieldValueInvalid}
 * @param optionalOldSelf whether a rule about a change also holds where nothing was before
 */
public record Rule(
        String rule,
        String message,
        String messageExpression,
        String fieldPath,
        String reason,
        boolean optionalOldSelf) {}
