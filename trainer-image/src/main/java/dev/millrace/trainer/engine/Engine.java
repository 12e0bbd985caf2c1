package dev.millrace.trainer.engine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.nd4j.versioncheck.VersionCheck;

/** The arithmetic below the networks: started once a process, before anything else of this package. */
public final class Engine {
    /** Left to the JVM's own needs, ONNX Runtime and the data reader. */
    private static final long RESERVE = 256L << 20;

    private static final long SMALLEST = 256L << 20;

    private final String name;

    private Engine(String name) {
        this.name = name;
    }

    /**
     * Starts it.
     *
     * @param threads of the arithmetic: another number gives other bits
     */
    public static Engine start(int threads) {
        limitMemory();
        Nd4j.getMemoryManager().togglePeriodicGc(false);
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
        Environment environment = Nd4j.getEnvironment();
        environment.setMaxThreads(threads);
        environment.setMaxMasterThreads(threads);
        Nd4j.factory().blas().setMaxThreads(threads);
        String device = environment.isCPU() ? "CPU" : "CUDA";
        String blas = String.valueOf(Nd4j.factory().blas().getBlasVendor()).toLowerCase(Locale.ROOT);
        return new Engine("ND4J %s %s (%s)".formatted(version(), device, blas));
    }

    /** Name and version, device and BLAS. */
    public String name() {
        return name;
    }

    /**
     * Off-heap arrays may take what the container leaves beside the heap. Without this JavaCPP allows as much as the heap has, and counts the
     * pages of mapped files as ours, which the kernel may drop whenever it likes.
     */
    private static void limitMemory() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long container = system.getTotalMemorySize();
        long offHeap = Math.max(SMALLEST, container - Runtime.getRuntime().maxMemory() - RESERVE);
        setDefault("org.bytedeco.javacpp.maxbytes", Long.toString(offHeap));
        setDefault("org.bytedeco.javacpp.maxphysicalbytes", "0");
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static String version() {
        return VersionCheck.getVersionInfos().stream()
                .filter(info -> info.getArtifactId().equals("nd4j-api"))
                .map(info -> info.getBuildVersion())
                .findFirst()
                .orElse("of unknown version");
    }
}
