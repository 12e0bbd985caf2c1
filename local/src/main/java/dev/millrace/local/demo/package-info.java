/**
 * The whole main job on this machine alone: starts the embedded cluster, installs Millrace, applies an example, shows how it goes, and asks the
 * model that came of it.
 */
@NullMarked
package dev.millrace.local.demo;

import org.jspecify.annotations.NullMarked;
