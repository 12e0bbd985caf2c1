/** Golden folders: what goes in and what must come out, as files. */
@NullMarked
package dev.millrace.operator.golden;

import org.jspecify.annotations.NullMarked;
