/** Which pods answer for a Service. */
@NullMarked
package dev.millrace.local.controller.endpoint;

import org.jspecify.annotations.NullMarked;
