package dev.millrace.data.source;

import dev.millrace.contract.Digest;
import dev.millrace.contract.plan.SourcePlan;
import dev.millrace.contract.report.Names;
import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepSummary.FailureReason;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Finds the files of a source. */
public final class SourceFiles {
    private SourceFiles() {}

    /**
     * The files of a source in the order in which their rows count: that of their paths.
     *
     * @param source not one of a bucket, whose objects {@code BucketSource} finds
     * @param root where the source is mounted, or was downloaded to
     * @throws StepException if there is no such file
     */
    public static List<SourceFile> find(SourcePlan source, Path root) throws IOException {
        if (source instanceof SourcePlan.ConfigMapKey configMap) {
            Path file = root.resolve(configMap.key());
            if (!Files.isRegularFile(file)) {
                throw StepException.badInput("spec.source.configMap.key: the ConfigMap has no key \"" + configMap.key()
                        + "\"; it has " + listing(root) + ".");
            }
            return List.of(file(root, file));
        }
        if (source instanceof SourcePlan.HttpFile) {
            return downloaded(root);
        }
        SourcePlan.VolumePath volume = (SourcePlan.VolumePath) source;
        return onVolume(volume.path(), root);
    }

    /** All that was fetched. */
    private static List<SourceFile> downloaded(Path root) throws IOException {
        List<SourceFile> files = new ArrayList<>();
        try (Stream<Path> entries = Files.list(root)) {
            for (Path file : entries.toList()) {
                files.add(file(root, file));
            }
        }
        return files;
    }

    private static List<SourceFile> onVolume(String path, Path root) throws IOException {
        String relative = path.startsWith("/") ? path.substring(1) : path;
        if (Stream.of(relative.split("/", -1)).anyMatch(part -> part.equals(".."))) {
            throw StepException.badInput("spec.source.volume.path: \"" + path + "\" leads out of the volume.");
        }
        Path plain = root.resolve(relative);
        if (Files.isRegularFile(plain)) {
            return List.of(file(root, plain));
        }
        if (Files.isDirectory(plain)) {
            throw StepException.badInput(
                    "spec.source.volume.path: \"" + path + "\" is a folder: name a file, or a pattern such as \""
                            + (relative.isEmpty() ? "" : relative.replaceAll("/$", "") + "/") + "*.csv\".");
        }
        PathMatcher matcher;
        try {
            matcher = FileSystems.getDefault().getPathMatcher("glob:" + relative);
        } catch (PatternSyntaxException e) {
            throw StepException.badInput(
                    "spec.source.volume.path: \"" + path + "\" is not a pattern: " + e.getDescription() + ".");
        }
        List<SourceFile> files = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : walk.filter(candidate -> matcher.matches(root.relativize(candidate)))
                    .filter(Files::isRegularFile)
                    .toList()) {
                files.add(file(root, file));
            }
        }
        if (files.isEmpty()) {
            throw StepException.badInput("spec.source.volume.path: no file of the volume matches \"" + path
                    + "\"; it has " + listing(root) + ".");
        }
        files.sort(Comparator.comparing(SourceFile::name));
        return files;
    }

    private static SourceFile file(Path root, Path file) throws IOException {
        return new SourceFile(root.relativize(file).toString(), file, Files.size(file), state(file));
    }

    /** A file's times, with the one of its entry where there is one: that one cannot be set back. */
    private static String state(Path file) throws IOException {
        String modified = Files.getLastModifiedTime(file).toInstant().toString();
        return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? modified + " " + ((FileTime) Files.getAttribute(file, "unix:ctime")).toInstant()
                : modified;
    }

    private static String listing(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return "nothing mounted";
        }
        try (Stream<Path> entries = Files.list(root)) {
            List<String> names = entries.map(entry -> String.valueOf(entry.getFileName()))
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .limit(6)
                    .toList();
            return names.isEmpty() ? "no files" : Names.few(names);
        }
    }

    /**
     * Makes sure that a file has the content that a plan was made for.
     *
     * @throws StepException if it has another
     */
    public static void requireContent(SourcePlan.ConfigMapKey configMap, SourceFile file) throws IOException {
        if (!Digest.of(Files.readAllBytes(file.path())).equals(configMap.digest())) {
            throw StepException.badInput(
                    "spec.source.configMap: the key \"" + configMap.key()
                            + "\" was changed after this version was made; a version never changes. Make a new version of the new content.");
        }
    }

    /**
     * Makes sure that files are as they were found, after they have been read.
     *
     * @throws StepException if one was written to
     */
    public static void requireUnchanged(List<SourceFile> files) throws IOException {
        for (SourceFile file : files) {
            if (!Files.exists(file.path()) || !state(file.path()).equals(file.state())) {
                throw new StepException(
                        FailureReason.TRANSIENT,
                        file.name() + " was changed while it was read; another attempt reads it as it then is.");
            }
        }
    }
}
