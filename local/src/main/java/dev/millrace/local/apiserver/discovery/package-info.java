/** What is served, told to clients that ask. */
@NullMarked
package dev.millrace.local.apiserver.discovery;

import org.jspecify.annotations.NullMarked;
