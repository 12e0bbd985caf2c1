/** Rows of relational databases: who may be asked, in which words, and how rows become columns. */
@NullMarked
package dev.millrace.data.database;

import org.jspecify.annotations.NullMarked;
