package dev.millrace.local.node.pod;

import dev.millrace.local.node.address.PodAddress;
import dev.millrace.local.node.address.PortWords;
import dev.millrace.local.node.config.ConfigMissingException;
import dev.millrace.local.node.config.Contents;
import dev.millrace.local.node.config.PodFacts;
import dev.millrace.local.node.container.CannotStartException;
import dev.millrace.local.node.container.CommandLines;
import dev.millrace.local.node.container.Environment;
import dev.millrace.local.node.container.MountPaths;
import dev.millrace.local.node.image.Image;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what a container's processes get: folders for its mounts, variables, arguments.
 *
 * <p>Two variables are Millrace's own: {@code MILLRACE_BIND_ADDRESS}, the address to listen on, which on a cluster is all of the pod's, and
 * {@code MILLRACE_TERMINATION_LOG}, the file that has no fixed place here.
 */
final class Assembly {
    private static final String KUBECONFIG = "KUBECONFIG";

    private final Surroundings around;
    private final Pod pod;
    private final PodAddress address;
    private final Map<String, Path> volumes;

    Assembly(Surroundings around, Pod pod, PodAddress address, Map<String, Path> volumes) {
        this.around = around;
        this.pod = pod;
        this.address = address;
        this.volumes = volumes;
    }

    /** The file that a container leaves its last words in. */
    static Path terminationLog(Surroundings around, Pod pod, Container container) {
        return around.folders().container(pod, container.getName()).resolve("termination-log");
    }

    /** What makes the command lines of a container. */
    CommandLines of(Container container, Image image) throws ConfigMissingException, CannotStartException {
        Path folder = around.folders().container(pod, container.getName());
        Path temporary = folder.resolve("tmp");
        Path terminationLog = terminationLog(around, pod, container);
        try {
            Files.createDirectories(temporary);
            Files.write(terminationLog, new byte[0]);
            Map<String, Path> mounts = new LinkedHashMap<>();
            mounts.put("/tmp", temporary);
            mounts.put(orDefault(container.getTerminationMessagePath()), terminationLog);
            for (VolumeMount mount : container.getVolumeMounts()) {
                mounts.put(mount.getMountPath(), mounted(mount));
            }
            MountPaths paths = new MountPaths(mounts);
            Map<String, String> given = given(folder, paths);
            given.put("MILLRACE_TERMINATION_LOG", terminationLog.toString());
            Map<String, String> stated = stated(container, image);
            Path images = around.folders().image(image.shortName());
            Files.createDirectories(images.resolve("tmp"));
            return new CommandLines(
                    container,
                    image,
                    paths,
                    imagePaths(image, images.resolve("tmp")),
                    new CommandLines.Place(
                            given,
                            stated,
                            folder,
                            around.folders().launch(),
                            new PortWords(address.ports()),
                            !"Always".equals(pod.getSpec().getRestartPolicy())));
        } catch (IOException e) {
            throw new CannotStartException(String.valueOf(e.getMessage()));
        }
    }

    /** An image's flags name its {@code /tmp} and files of the build. */
    private static MountPaths imagePaths(Image image, Path temporary) {
        Map<String, Path> paths = new LinkedHashMap<>(image.files());
        paths.put("/tmp", temporary);
        return new MountPaths(paths);
    }

    private Path mounted(VolumeMount mount) throws IOException, CannotStartException {
        Path volume = volumes.get(mount.getName());
        if (volume == null) {
            throw new CannotStartException("volume \"" + mount.getName() + "\" is not in the pod");
        }
        if (mount.getSubPath() == null || mount.getSubPath().isEmpty()) {
            return volume;
        }
        Path part = volume.resolve(mount.getSubPath()).normalize();
        if (!part.startsWith(volume)) {
            throw new CannotStartException("subPath " + mount.getSubPath() + " leads out of the volume");
        }
        if (!Files.exists(part)) {
            Files.createDirectories(part);
        }
        return part;
    }

    /** As the pod's spec and the image say, in the words of the container. */
    private Map<String, String> stated(Container container, Image image) throws ConfigMissingException {
        PodFacts facts = new PodFacts(
                pod,
                address.ip(),
                around.identity().address(),
                around.identity().allocatable());
        Contents contents = new Contents(around.config(), pod.getMetadata().getNamespace());
        return new Environment(facts, contents).of(container, image.environment());
    }

    /** As the node says, in the words of this machine. */
    private Map<String, String> given(Path folder, MountPaths paths) throws IOException {
        Map<String, String> variables = new HashMap<>();
        variables.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
        variables.put("LANG", "C.UTF-8");
        variables.put("HOME", folder.toString());
        variables.put("TMPDIR", paths.rewrite("/tmp"));
        variables.put("HOSTNAME", pod.getMetadata().getName());
        variables.put("KUBERNETES_SERVICE_HOST", around.access().address().getHost());
        variables.put(
                "KUBERNETES_SERVICE_PORT",
                Integer.toString(around.access().address().getPort()));
        if (!Boolean.FALSE.equals(pod.getSpec().getAutomountServiceAccountToken())) {
            Path kubeconfig = folder.resolve("kubeconfig");
            Files.writeString(kubeconfig, around.access().kubeconfig());
            variables.put(KUBECONFIG, kubeconfig.toString());
        }
        variables.put("MILLRACE_BIND_ADDRESS", address.ip());
        return variables;
    }

    private static String orDefault(@Nullable String path) {
        return path == null || path.isEmpty() ? "/dev/termination-log" : path;
    }
}
