/** What the controllers share: caches of objects, work by key, and what was written but not yet seen. */
@NullMarked
package dev.millrace.local.controller;

import org.jspecify.annotations.NullMarked;
