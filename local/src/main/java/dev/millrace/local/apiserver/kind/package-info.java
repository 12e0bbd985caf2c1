/** What the built-in kinds do beyond their schemas: defaults, rules, and what a change may touch. */
@NullMarked
package dev.millrace.local.apiserver.kind;

import org.jspecify.annotations.NullMarked;
