/** DL4J and ND4J: the only package that knows them. */
@NullMarked
package dev.millrace.trainer.engine;

import org.jspecify.annotations.NullMarked;
