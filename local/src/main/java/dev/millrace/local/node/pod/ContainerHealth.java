package dev.millrace.local.node.pod;

import dev.millrace.local.event.Occurrence;
import dev.millrace.local.node.container.CommandLines;
import dev.millrace.local.node.probe.ProbeTarget;
import dev.millrace.local.node.probe.Prober;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the probes of a container have found. It is used by its pod's thread alone. */
final class ContainerHealth {
    private final PodScope pod;
    private final Container container;
    private final Unhealthy unhealthy;
    private final List<Prober> probers = new ArrayList<>();
    private boolean ready;
    private boolean started;
    /** Which run of the process is looked at: what probes of an earlier one say counts no more. */
    private int run;

    /** Told when a probe gives the container up. */
    interface Unhealthy {
        void accept(String probe, @Nullable Long graceSeconds);
    }

    ContainerHealth(PodScope pod, Container container, Unhealthy unhealthy) {
        this.pod = pod;
        this.container = container;
        this.unhealthy = unhealthy;
    }

    boolean ready() {
        return ready;
    }

    boolean started() {
        return started;
    }

    /** The process runs. */
    void begin(CommandLines lines) {
        run++;
        Probe startup = container.getStartupProbe();
        if (startup == null) {
            hasStarted(lines);
            return;
        }
        start("Startup", startup, lines, healthy -> {
            if (healthy && !started) {
                close();
                hasStarted(lines);
                pod.changed();
            } else if (!healthy) {
                unhealthy.accept("startup", startup.getTerminationGracePeriodSeconds());
            }
        });
    }

    private void hasStarted(CommandLines lines) {
        started = true;
        Probe readiness = container.getReadinessProbe();
        if (readiness == null) {
            ready = true;
        } else {
            start("Readiness", readiness, lines, healthy -> {
                if (ready != healthy) {
                    ready = healthy;
                    pod.changed();
                }
            });
        }
        Probe liveness = container.getLivenessProbe();
        if (liveness != null) {
            start("Liveness", liveness, lines, healthy -> {
                if (!healthy) {
                    unhealthy.accept("liveness", liveness.getTerminationGracePeriodSeconds());
                }
            });
        }
    }

    private void start(String kind, Probe probe, CommandLines lines, Consumer<Boolean> decided) {
        int mine = run;
        ProbeTarget target = new ProbeTarget(container, port -> pod.address().reach(port), lines::command);
        probers.add(Prober.start(probe, target, pod.around().threads(), new Prober.Listener() {
            @Override
            public void decided(boolean healthy, String message) {
                pod.execute(() -> {
                    if (run == mine) {
                        decided.accept(healthy);
                    }
                });
            }

            @Override
            public void failed(String message) {
                pod.execute(() -> {
                    if (run == mine) {
                        pod.tell(container, Occurrence.warning("Unhealthy", kind + " probe failed: " + message));
                    }
                });
            }
        }));
    }

    /** The process is asked to end: what it then says of itself is no reason to hurry. */
    void stopping() {
        close();
        run++;
    }

    /** The process has ended. */
    void end() {
        stopping();
        ready = false;
        started = false;
    }

    private void close() {
        probers.forEach(Prober::close);
        probers.clear();
    }
}
