/** What pods are told: ConfigMaps, Secrets, and facts about themselves. */
@NullMarked
package dev.millrace.local.node.config;

import org.jspecify.annotations.NullMarked;
