/** CustomResourceDefinitions: what they define is served. */
@NullMarked
package dev.millrace.local.apiserver.definition;

import org.jspecify.annotations.NullMarked;
