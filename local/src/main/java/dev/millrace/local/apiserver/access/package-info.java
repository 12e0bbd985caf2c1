/** Who asks, and what they may do: tokens of service accounts, roles, and reviews of both. */
@NullMarked
package dev.millrace.local.apiserver.access;

import org.jspecify.annotations.NullMarked;
