package dev.millrace.spark;

import dev.millrace.trainer.step.StepContext;
import java.util.Map;
import org.apache.spark.SparkConf;
import picocli.CommandLine.Option;

/** What the application is made of. */
final class ApplicationOptions {
    @Option(
            names = "--executor-cores",
            paramLabel = "NUMBER",
            description = "Cores of an executor, all for one part at a time. Default: ${DEFAULT-VALUE}.")
    private int cores = 1;

    @Option(
            names = "--master",
            required = true,
            paramLabel = "URL",
            description = "The cluster manager, such as spark://host:7077.")
    @SuppressWarnings("NullAway.Init")
    private String master;

    @Option(
            names = "--conf",
            paramLabel = "NAME=VALUE",
            description = "A setting of Spark, such as spark.driver.host=10.0.0.7. Can be repeated.")
    private Map<String, String> settings = Map.of();

    /** Spark's configuration. */
    SparkConf configuration(StepContext context, EventLog events) {
        SparkConf configuration = new SparkConf(false)
                .setAppName("millrace-" + context.key().abbreviated())
                .setMaster(master)
                .set("spark.ui.enabled", "false")
                .set("spark.local.dir", context.scratch().toString())
                .set("spark.eventLog.enabled", "true")
                .set("spark.eventLog.rolling.enabled", "false")
                .set("spark.eventLog.compress", "true")
                .set("spark.eventLog.dir", events.folder().toUri().toString())
                // A task has its executor to itself: it works as the one pod does, with all cores and the memory of
                // all.
                .set("spark.executor.cores", String.valueOf(cores))
                .set("spark.task.cpus", String.valueOf(cores));
        settings.forEach(configuration::set);
        return configuration;
    }
}
