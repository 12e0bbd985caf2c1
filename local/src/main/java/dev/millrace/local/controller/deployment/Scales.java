package dev.millrace.local.controller.deployment;

import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many pods each revision is to have next. New ones come as far as the surge allows; old ones go as far as enough answer, broken ones first.
 */
final class Scales {
    private final Rolling rolling;
    private final ReplicaSet present;
    private final List<ReplicaSet> old;

    Scales(Rolling rolling, ReplicaSet present, List<ReplicaSet> old) {
        this.rolling = rolling;
        this.present = present;
        this.old = old;
    }

    /** A step on the way of a rolling update; only those that change. */
    Map<ReplicaSet, Integer> roll() {
        Map<ReplicaSet, Integer> next = new LinkedHashMap<>();
        int there = wanted(present) + old.stream().mapToInt(Scales::wanted).sum();
        int now = wanted(present);
        if (now > rolling.wanted()) {
            next.put(present, rolling.wanted());
        } else if (now < rolling.wanted() && there < rolling.most()) {
            next.put(present, now + Math.min(rolling.most() - there, rolling.wanted() - now));
        }
        int toRemove = there - rolling.fewest() - (now - available(present));
        if (toRemove > 0) {
            remove(toRemove, next);
        }
        return next;
    }

    private void remove(int most, Map<ReplicaSet, Integer> next) {
        int left = most;
        Map<ReplicaSet, Integer> kept = new LinkedHashMap<>();
        old.forEach(set -> kept.put(set, wanted(set)));
        for (ReplicaSet set : old) {
            int broken = Math.min(left, kept.getOrDefault(set, 0) - available(set));
            if (broken > 0) {
                kept.merge(set, -broken, Integer::sum);
                left -= broken;
            }
        }
        int answering =
                available(present) + old.stream().mapToInt(Scales::available).sum();
        int spare = Math.max(0, answering - rolling.fewest());
        for (ReplicaSet set : old) {
            int goes = Math.min(spare, kept.getOrDefault(set, 0));
            if (goes > 0) {
                kept.merge(set, -goes, Integer::sum);
                spare -= goes;
            }
        }
        kept.forEach((set, count) -> {
            if (count != wanted(set)) {
                next.put(set, count);
            }
        });
    }

    /**
     * A step where no old pod may run beside a new one.
     *
     * @param gone whether no old pod is left, those that are ending included
     */
    Map<ReplicaSet, Integer> recreate(boolean gone) {
        Map<ReplicaSet, Integer> next = new LinkedHashMap<>();
        old.stream().filter(set -> wanted(set) > 0).forEach(set -> next.put(set, 0));
        if (gone && wanted(present) != rolling.wanted()) {
            next.put(present, rolling.wanted());
        }
        return next;
    }

    static int wanted(ReplicaSet set) {
        return set.getSpec().getReplicas() == null ? 1 : set.getSpec().getReplicas();
    }

    static int there(ReplicaSet set) {
        return set.getStatus() == null || set.getStatus().getReplicas() == null
                ? 0
                : set.getStatus().getReplicas();
    }

    static int ready(ReplicaSet set) {
        return set.getStatus() == null || set.getStatus().getReadyReplicas() == null
                ? 0
                : set.getStatus().getReadyReplicas();
    }

    static int available(ReplicaSet set) {
        return set.getStatus() == null || set.getStatus().getAvailableReplicas() == null
                ? 0
                : set.getStatus().getAvailableReplicas();
    }
}
