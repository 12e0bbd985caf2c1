/** The model server: one process loads one model and answers the Open Inference Protocol over HTTP. */
@NullMarked
package dev.millrace.server;

import org.jspecify.annotations.NullMarked;
