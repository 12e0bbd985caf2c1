@NullMarked
package dev.millrace.model.output;

import org.jspecify.annotations.NullMarked;
