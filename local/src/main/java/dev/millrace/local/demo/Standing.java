package dev.millrace.local.demo;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a user is told of an object.
 *
 * @param detail one line; empty where there is nothing to say
 * @param part of the work that is done, 0 to 1; empty where that is not known
 * @param since when it was created
 * @param until when it came to its end; empty while it is under way
 */
record Standing(
        ObjectName name,
        String phase,
        String detail,
        OptionalDouble part,
        Outcome outcome,
        Instant since,
        Optional<Instant> until) {}
