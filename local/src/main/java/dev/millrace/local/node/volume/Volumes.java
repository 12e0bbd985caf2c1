package dev.millrace.local.node.volume;

import dev.millrace.local.node.config.ConfigMissingException;
import dev.millrace.local.node.config.ConfigSource;
import dev.millrace.local.node.config.Contents;
import dev.millrace.local.node.config.PodFacts;
import io.fabric8.kubernetes.api.model.HostPathVolumeSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the folders of a pod's volumes. */
public final class Volumes {
    private static final int DEFAULT_MODE = 0644;

    private final NodeFolders folders;
    private final ConfigSource config;
    private final Claims claims;
    private final Tokens tokens;

    public Volumes(NodeFolders folders, ConfigSource config, Claims claims, Tokens tokens) {
        this.folders = folders;
        this.config = config;
        this.claims = claims;
        this.tokens = tokens;
    }

    /**
     * The folder of each volume, made where it was not there. Done twice, it is as done once.
     *
     * @throws MountFailedException if one cannot be had now
     */
    public Map<String, Path> prepare(PodFacts facts) throws MountFailedException {
        Map<String, Path> prepared = new LinkedHashMap<>();
        for (Volume volume : facts.pod().getSpec().getVolumes()) {
            try {
                prepared.put(volume.getName(), prepare(volume, facts));
            } catch (ConfigMissingException e) {
                throw new MountFailedException(volume.getName(), e.getMessage());
            } catch (IOException e) {
                throw new MountFailedException(volume.getName(), reason(e));
            }
        }
        return prepared;
    }

    private Path prepare(Volume volume, PodFacts facts)
            throws MountFailedException, ConfigMissingException, IOException {
        Pod pod = facts.pod();
        if (volume.getPersistentVolumeClaim() != null) {
            return claims.folder(
                    pod.getMetadata().getNamespace(),
                    volume.getPersistentVolumeClaim().getClaimName(),
                    volume.getName());
        }
        if (volume.getHostPath() != null) {
            return host(volume, volume.getHostPath());
        }
        Path folder = folders.pod(pod).resolve("volumes").resolve(volume.getName());
        Files.createDirectories(folder);
        if (volume.getEmptyDir() == null) {
            ProjectedFiles files =
                    new ProjectedFiles(new Contents(config, pod.getMetadata().getNamespace()), facts, tokens);
            int mode = project(volume, files);
            write(folder, files.files(), mode);
        }
        return folder;
    }

    /** Fills in the files and tells their default mode. */
    private static int project(Volume volume, ProjectedFiles files)
            throws ConfigMissingException, MountFailedException {
        if (volume.getConfigMap() != null) {
            var source = volume.getConfigMap();
            files.configMap(source.getName(), source.getItems(), source.getOptional());
            return mode(source.getDefaultMode());
        }
        if (volume.getSecret() != null) {
            var source = volume.getSecret();
            files.secret(source.getSecretName(), source.getItems(), source.getOptional());
            return mode(source.getDefaultMode());
        }
        if (volume.getDownwardAPI() != null) {
            files.downward(volume.getDownwardAPI().getItems());
            return mode(volume.getDownwardAPI().getDefaultMode());
        }
        if (volume.getProjected() != null) {
            for (VolumeProjection source : volume.getProjected().getSources()) {
                files.projection(source);
            }
            return mode(volume.getProjected().getDefaultMode());
        }
        throw new MountFailedException(
                volume.getName(),
                "this node has volumes of these types only: configMap, secret, downwardAPI, projected, emptyDir,"
                        + " persistentVolumeClaim, hostPath");
    }

    private Path host(Volume volume, HostPathVolumeSource source) throws MountFailedException, IOException {
        Path path = folders.host(source.getPath());
        String type = source.getType() == null ? "" : source.getType();
        switch (type) {
            case "", "DirectoryOrCreate" -> {
                if (!Files.exists(path)) {
                    Files.createDirectories(path);
                }
            }
            case "FileOrCreate" -> {
                if (!Files.exists(path)) {
                    Files.createDirectories(path.getParent());
                    Files.createFile(path);
                }
            }
            case "Directory" -> require(volume, source, Files.isDirectory(path), "directory");
            case "File" -> require(volume, source, Files.isRegularFile(path), "file");
            default -> require(volume, source, false, type);
        }
        return path;
    }

    private static void require(Volume volume, HostPathVolumeSource source, boolean there, String what)
            throws MountFailedException {
        if (!there) {
            throw new MountFailedException(
                    volume.getName(),
                    "hostPath type check failed: " + source.getPath() + " is not a " + what
                            + " (under this node's folder)");
        }
    }

    /** Writes files beside the old ones and moves them there, so that no reader sees half of one; what is no more wanted goes. */
    private static void write(Path folder, Map<String, ProjectedFiles.File> files, int defaultMode) throws IOException {
        Map<Path, ProjectedFiles.File> wanted = new LinkedHashMap<>();
        for (Map.Entry<String, ProjectedFiles.File> entry : files.entrySet()) {
            Path file = folder.resolve(entry.getKey()).normalize();
            if (!file.startsWith(folder)) {
                throw new IOException("path " + entry.getKey() + " leads out of the volume");
            }
            wanted.put(file, entry.getValue());
        }
        try (var present = Files.walk(folder)) {
            for (Path file : present.filter(Files::isRegularFile).toList()) {
                if (!wanted.containsKey(file)) {
                    Files.delete(file);
                }
            }
        }
        for (Map.Entry<Path, ProjectedFiles.File> entry : wanted.entrySet()) {
            Path file = entry.getKey();
            Files.createDirectories(file.getParent());
            Path temporary = Files.createTempFile(besides(folder), "file", null);
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer content = entry.getValue().content();
                while (content.hasRemaining()) {
                    channel.write(content);
                }
            }
            Integer mode = entry.getValue().mode();
            Files.setPosixFilePermissions(temporary, permissions(mode == null ? defaultMode : mode));
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Where a file of the volume is begun: not in the volume, whose readers list it. */
    private static Path besides(Path volume) throws IOException {
        Path beside = volume.resolveSibling("." + volume.getFileName());
        return Files.createDirectories(beside);
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        PosixFilePermission[] fromTheLowest = {
            PosixFilePermission.OTHERS_EXECUTE, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_READ,
            PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_READ,
            PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_READ
        };
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < fromTheLowest.length; bit++) {
            if ((mode >> bit & 1) == 1) {
                permissions.add(fromTheLowest[bit]);
            }
        }
        return permissions;
    }

    /**
     * The first emptyDir that has outgrown its limit, in the words of a kubelet; empty: none has.
     */
    public Optional<String> outgrown(Pod pod) {
        for (Volume volume : pod.getSpec().getVolumes()) {
            Quantity limit =
                    volume.getEmptyDir() == null ? null : volume.getEmptyDir().getSizeLimit();
            if (limit == null || limit.getNumericalAmount().signum() <= 0) {
                continue;
            }
            Path folder = folders.pod(pod).resolve("volumes").resolve(volume.getName());
            if (Files.exists(folder)
                    && NodeFolders.size(folder) > limit.getNumericalAmount().longValue()) {
                return Optional.of("Usage of EmptyDir volume \"%s\" exceeds the limit \"%s\". "
                        .formatted(volume.getName(), limit));
            }
        }
        return Optional.empty();
    }

    private static int mode(@Nullable Integer mode) {
        return mode == null ? DEFAULT_MODE : mode;
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException file && file.getReason() != null
                ? file.getFile() + ": " + file.getReason()
                : String.valueOf(e.getMessage());
    }
}
