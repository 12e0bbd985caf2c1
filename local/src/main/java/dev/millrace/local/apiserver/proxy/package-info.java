/** {@code services/proxy} and {@code pods/proxy}: requests that the API server hands on to pods, and their answers. */
@NullMarked
package dev.millrace.local.apiserver.proxy;

import org.jspecify.annotations.NullMarked;
