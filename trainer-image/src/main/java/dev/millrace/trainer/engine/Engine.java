package dev.millrace.trainer.engine;

import dev.millrace.data.engine.ContainerMemory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Properties;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The arithmetic below the networks: started once a process, before anything else of this package. */
public final class Engine {
    /** Left to the JVM's own needs, ONNX Runtime and the data reader. */
    private static final long RESERVE = 256L << 20;

    private static final String CPU = "nd4j-native";
    private static final String GPU = "nd4j-cuda-11.6";

    private static final long SMALLEST = 256L << 20;

    private final String name;

    private Engine(String name) {
        this.name = name;
    }

    /** Begins to load it in the background, which takes a second or two: who reads data meanwhile need not wait for it. */
    public static void preload() {
        limitMemory();
        Thread loader = new Thread(Nd4j::getExecutioner, "engine");
        loader.setDaemon(true);
        loader.start();
    }

    /**
     * Starts it for the calling thread, which must be the one that trains.
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
        String artifact = environment.isCPU() ? CPU : GPU;
        String blas = String.valueOf(Nd4j.factory().blas().getBlasVendor()).toLowerCase(Locale.ROOT);
        return new Engine("%s %s (%s)".formatted(artifact, version(artifact), blas));
    }

    /** The backend with its version and its BLAS. */
    public String name() {
        return name;
    }

    /**
     * Off-heap arrays may take what the container leaves beside the heap. Without this JavaCPP allows as much as the heap has, and counts the
     * pages of mapped files as ours, which the kernel may drop whenever it likes.
     */
    private static void limitMemory() {
        long offHeap = Math.max(
                SMALLEST, ContainerMemory.bytes() - Runtime.getRuntime().maxMemory() - RESERVE);
        setDefault("org.bytedeco.javacpp.maxbytes", Long.toString(offHeap));
        setDefault("org.bytedeco.javacpp.maxphysicalbytes", "0");
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** The version that Maven wrote into the backend's jar. */
    private static String version(String artifact) {
        Properties properties = new Properties();
        try (InputStream in =
                Nd4j.class.getResourceAsStream("/META-INF/maven/org.nd4j/" + artifact + "/pom.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "of unknown version");
    }
}
