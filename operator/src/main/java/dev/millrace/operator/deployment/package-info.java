/** ModelDeployment: a finished run's model becomes a Deployment of servers behind a Service, and another model a rollout of them. */
@NullMarked
package dev.millrace.operator.deployment;

import org.jspecify.annotations.NullMarked;
