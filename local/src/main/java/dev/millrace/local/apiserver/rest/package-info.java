/** Requests to resources: verbs, and what they are answered with. */
@NullMarked
package dev.millrace.local.apiserver.rest;

import org.jspecify.annotations.NullMarked;
