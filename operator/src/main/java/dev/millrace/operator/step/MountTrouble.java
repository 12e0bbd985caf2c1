package dev.millrace.operator.step;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.operator.condition.Verdict;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node's words on a volume that it cannot mount, said with the field of the spec that asks for it. The node tries again by itself. */
final class MountTrouble {
    private static final Pattern NO_SECRET = Pattern.compile("secret \"([^\"]+)\" not found");
    private static final Pattern NO_KEY =
            Pattern.compile("references non-existent (?:secret|config) key: ([-._a-zA-Z0-9]+)");
    private static final Pattern PREFIX = Pattern.compile("^MountVolume\\.\\S+ failed for volume \"([^\"]+)\" ?: ");

    private MountTrouble() {}

    static Verdict verdict(ObservedStep step, String words) {
        Matcher volume = PREFIX.matcher(words);
        if (volume.find() && volume.group(1).equals(SecretKeys.VOLUME)) {
            String field = step.annotation(StepObjects.SECRET_FIELD)
                    .map(path -> " (" + path + ")")
                    .orElse("");
            Matcher missing = NO_SECRET.matcher(words);
            if (missing.find()) {
                return Verdict.blocked(
                        Reason.SECRET_NOT_FOUND,
                        "Secret '" + missing.group(1) + "'" + field
                                + " does not exist in this namespace; the pod starts when it is there");
            }
            Matcher key = NO_KEY.matcher(words);
            if (key.find()) {
                return Verdict.blocked(
                        Reason.SECRET_NOT_FOUND,
                        "Secret '" + step.secretName() + "'" + field + " has no key '" + key.group(1)
                                + "'; the pod starts when it is there");
            }
        }
        return Verdict.blocked(
                Reason.MOUNT_FAILED,
                "a volume of the pod cannot be mounted: "
                        + PREFIX.matcher(words).replaceFirst("$1: "));
    }
}
