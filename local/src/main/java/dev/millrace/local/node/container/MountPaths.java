package dev.millrace.local.node.container;

import java.net.URI;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where what a container has mounted lies on this machine.
 *
 * <p>A process here sees this machine's files, not an image's. So each text that a container is given (arguments, values of its environment) has
 * the mount paths that occur in it replaced by the folders: {@code --store=file:///store} names the claim's folder. A mount path counts where it
 * stands as a whole, alone or before {@code /}. Unlike mount namespaces this needs no rights and works everywhere; a path that a program
 * has built in is not mapped.
 */
public final class MountPaths {
    private static final String SCHEME = "://";

    private final Map<String, Path> mounts;
    private final List<String> longestFirst;
    private final Pattern occurrence;

    /** @param mounts absolute paths in the container, and where each lies */
    public MountPaths(Map<String, Path> mounts) {
        this.mounts = mounts.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        entry -> withoutTrailingSlash(entry.getKey()),
                        entry -> entry.getValue().toAbsolutePath(),
                        (first, second) -> second));
        this.longestFirst = this.mounts.keySet().stream()
                .sorted(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .toList();
        this.occurrence = Pattern.compile(longestFirst.stream()
                .map(Pattern::quote)
                .collect(Collectors.joining("|", "(?:(?<![\\w./~-])|(?<=" + SCHEME + "))(", ")(?![\\w.-])")));
    }

    /** A text for a process here. */
    public String rewrite(String text) {
        if (mounts.isEmpty()) {
            return text;
        }
        return occurrence.matcher(text).replaceAll(found -> Matcher.quoteReplacement(replacement(text, found)));
    }

    private String replacement(String text, MatchResult found) {
        Path folder = folder(found.group(1));
        if (text.startsWith(SCHEME, found.start() - SCHEME.length())) {
            URI uri = folder.toUri();
            return withoutTrailingSlash(uri.getRawPath());
        }
        return folder.toString();
    }

    private Path folder(String mount) {
        return Objects.requireNonNull(mounts.get(mount));
    }

    /** Where an absolute path of the container lies; empty: in no mount. */
    public Optional<Path> locate(String path) {
        return longestFirst.stream()
                .filter(mount -> path.equals(mount) || path.startsWith(mount + "/"))
                .findFirst()
                .map(mount -> {
                    String rest = path.substring(mount.length());
                    Path folder = folder(mount);
                    return rest.isEmpty() ? folder : folder.resolve(rest.substring(1));
                });
    }

    private static String withoutTrailingSlash(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
