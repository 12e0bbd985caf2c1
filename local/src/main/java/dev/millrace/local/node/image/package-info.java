/** What the images of this build run: the programs that their modules' image configuration names. */
@NullMarked
package dev.millrace.local.node.image;

import org.jspecify.annotations.NullMarked;
