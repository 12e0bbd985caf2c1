package dev.millrace.data.profile;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.dataset.Profile.Gap;
import dev.millrace.contract.dataset.Profile.Moments;
import dev.millrace.contract.dataset.Profile.TimeFigures;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gaps between points in time that come rising, each once. */
final class Gaps {
    private static final int LISTED = 5;

    private final RunningMoments lengths = new RunningMoments();
    private final List<Found> longest = new ArrayList<>();
    private long last;
    private boolean begun;

    /** A gap's length in microseconds and its ends. */
    private record Found(double length, long after, long before) {}

    void add(long micros) {
        if (begun) {
            // As doubles: the first and the last point in time that there can be are further apart than a long reaches.
            Found gap = new Found((double) micros - (double) last, last, micros);
            lengths.add(gap.length(), 1);
            keep(gap);
        }
        last = micros;
        begun = true;
    }

    private void keep(Found gap) {
        int place = longest.size();
        while (place > 0 && longest.get(place - 1).length() < gap.length()) {
            place--;
        }
        if (place < LISTED) {
            longest.add(place, gap);
            if (longest.size() > LISTED) {
                longest.remove(LISTED);
            }
        }
    }

    /** What was found; null if there were fewer than two points in time. */
    @Nullable
    TimeFigures figures() {
        Moments moments = lengths.moments();
        return moments == null
                ? null
                : new TimeFigures(
                        moments,
                        longest.stream()
                                .map(gap -> new Gap(
                                        ValueKeys.text(gap.after(), ColumnType.TIMESTAMP),
                                        ValueKeys.text(gap.before(), ColumnType.TIMESTAMP)))
                                .toList());
    }
}
