package dev.millrace.data.engine;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The memory that a process may use. */
public final class ContainerMemory {
    private ContainerMemory() {}

    /**
     * What the container has, which a JVM knows from its cgroup. Where there is none, {@code -XX:MaxRAM} says how much of the machine's memory is
     * the process's.
     */
    public static long bytes() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        HotSpotDiagnosticMXBean flags = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        long allowed = Long.parseLong(flags.getVMOption("MaxRAM").getValue());
        return Math.min(system.getTotalMemorySize(), allowed);
    }
}
