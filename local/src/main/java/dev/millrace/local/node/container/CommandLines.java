package dev.millrace.local.node.container;

import dev.millrace.local.node.address.PortWords;
import dev.millrace.local.node.image.Image;
import dev.millrace.local.node.image.Program;
import io.fabric8.kubernetes.api.model.Container;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the command lines of one container: its own, and those of its probes and hooks. */
public final class CommandLines {
    private static final String TEMPORARY = "/tmp";

    private final Container container;
    private final Image image;
    private final MountPaths mounts;
    private final MountPaths imageMounts;
    private final Place place;

    /**
     * Where a container's processes run.
     *
     * @param given variables of the node, in the words of this machine
     * @param stated variables of the spec and the image, in the words of the container; they win
     * @param folder the working directory where the container says none
     * @param launch the folder of the classes that run first in each process
     * @param ports where its ports are
     * @param batch whether its process works towards an end
     */
    public record Place(
            Map<String, String> given,
            Map<String, String> stated,
            Path folder,
            Path launch,
            PortWords ports,
            boolean batch) {}

    /**
     * @param mounts of the container
     * @param imageMounts where paths that the image's own flags name lie: what is unpacked there is kept for other containers
     */
    public CommandLines(Container container, Image image, MountPaths mounts, MountPaths imageMounts, Place place) {
        this.container = container;
        this.image = image;
        this.mounts = mounts;
        this.imageMounts = imageMounts;
        this.place = place;
    }

    /**
     * The container's process: the command of its spec, else the program of its image, with its arguments.
     *
     * @throws CannotStartException if there is no such program
     */
    public CommandLine main() throws CannotStartException {
        Map<String, String> variables = variables();
        List<String> arguments = place.ports().arguments(rewritten(container.getArgs()));
        if (container.getCommand() != null && !container.getCommand().isEmpty()) {
            List<String> command = new ArrayList<>(rewritten(container.getCommand()));
            command.addAll(arguments);
            return new CommandLine(
                    CommandLine.command(command, place.launch(), variables), variables, folder(), place.batch());
        }
        Program program = image.program();
        Program here = new Program(
                program.flags().stream().map(imageMounts::rewrite).toList(), program.classPath(), program.mainClass());
        List<String> flags = new ArrayList<>(Limits.of(container).flags());
        variables.put(CommandLine.CLASS_PATH, CommandLine.classPath(program, place.launch()));
        flags.add("-Djava.io.tmpdir=" + mounts.rewrite(TEMPORARY));
        return new CommandLine(CommandLine.java(here, flags, arguments), variables, folder(), place.batch());
    }

    /** A command in the container's surroundings. */
    public CommandLine command(List<String> command) throws CannotStartException {
        Map<String, String> variables = variables();
        List<String> words = command.stream().map(mounts::rewrite).toList();
        return new CommandLine(CommandLine.command(words, place.launch(), variables), variables, folder(), false);
    }

    private List<String> rewritten(List<String> words) {
        Map<String, String> known = new HashMap<>(place.given());
        known.putAll(place.stated());
        return words.stream()
                .map(word -> mounts.rewrite(Environment.expanded(word, known)))
                .toList();
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(place.given());
        place.ports().environment(place.stated()).forEach((name, value) -> variables.put(name, mounts.rewrite(value)));
        return variables;
    }

    private Path folder() throws CannotStartException {
        String wanted = container.getWorkingDir();
        if (wanted == null || wanted.isEmpty()) {
            return place.folder();
        }
        return mounts.locate(wanted)
                .orElseThrow(() -> new CannotStartException(
                        "workingDir " + wanted + " is in no volume: this node has no files of images"));
    }
}
