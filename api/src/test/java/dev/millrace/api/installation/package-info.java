/** What is installed: kustomize and Helm render the same objects, with no more rights than needed, and Argo CD understands our statuses. */
@NullMarked
package dev.millrace.api.installation;

import org.jspecify.annotations.NullMarked;
