/** What goes when something else is gone: owned objects, the content of namespaces, the objects of definitions. */
@NullMarked
package dev.millrace.local.apiserver.garbage;

import org.jspecify.annotations.NullMarked;
