/**
 * Exact counts of values in bounded memory: a hash table counts, and when it is full it goes to a file as a sorted run; in the end the runs
 * are merged. Values are bytes that sort as the values do.
 */
@NullMarked
package dev.millrace.data.tally;

import org.jspecify.annotations.NullMarked;
