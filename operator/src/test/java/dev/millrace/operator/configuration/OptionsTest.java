package dev.millrace.operator.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.network.Network;
import dev.millrace.contract.network.NetworkRules;
import dev.millrace.operator.configuration.OperatorConfiguration.Collection;
import dev.millrace.operator.configuration.OperatorConfiguration.Images;
import dev.millrace.operator.configuration.OperatorConfiguration.Store;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class OptionsTest {
    @Command
    private static final class Line {
        @Mixin
        private final Options options = new Options();
    }

    @Test
    void imagesAreAllThatMustBeSaid() {
        assertThat(parse("--trainer-image=t:1", "--server-image=s:1"))
                .isEqualTo(new OperatorConfiguration(
                        new Images("t:1", "s:1"),
                        new Store("millrace-store"),
                        Set.of(),
                        requirements("{requests: {cpu: 250m, memory: 512Mi}, limits: {memory: 1Gi}}"),
                        requirements("{requests: {cpu: 500m, memory: 1Gi}, limits: {memory: 2Gi}}"),
                        requirements("{requests: {cpu: 100m, memory: 256Mi}, limits: {memory: 512Mi}}"),
                        Quantity.parse("10Gi"),
                        3600,
                        NetworkRules.PUBLIC,
                        Collection.USUAL));
    }

    @Test
    void everythingCanBeSaid() {
        assertThat(parse(
                        "--trainer-image=t:1",
                        "--server-image=s:1",
                        "--store-claim=models",
                        "--namespaces=team-a,team-b",
                        "--ingest-requests=cpu=1",
                        "--ingest-limits=memory=3Gi",
                        "--training-requests=cpu=2",
                        "--training-limits=memory=4Gi,nvidia.com/gpu=1",
                        "--serving-requests=cpu=3",
                        "--serving-limits=memory=5Gi",
                        "--scratch-size=1Ti",
                        "--job-ttl=60",
                        "--allow-source-networks=10.20.0.0/16,fd00::/8",
                        "--refuse-source-networks=192.0.2.1/32",
                        "--collection-interval=2m",
                        "--collection-grace=72h"))
                .isEqualTo(new OperatorConfiguration(
                        new Images("t:1", "s:1"),
                        new Store("models"),
                        Set.of("team-a", "team-b"),
                        requirements("{requests: {cpu: 1}, limits: {memory: 3Gi}}"),
                        requirements("{requests: {cpu: 2}, limits: {memory: 4Gi, nvidia.com/gpu: 1}}"),
                        requirements("{requests: {cpu: 3}, limits: {memory: 5Gi}}"),
                        Quantity.parse("1Ti"),
                        60,
                        new NetworkRules(
                                List.of(Network.parse("10.20.0.0/16"), Network.parse("fd00::/8")),
                                List.of(Network.parse("192.0.2.1/32"))),
                        new Collection(Duration.ofMinutes(2), Duration.ofDays(3))));
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertThatThrownBy(() -> parse(
                        "--trainer-image=two words",
                        "--server-image=s:1",
                        "--store-claim=Not_A_Name",
                        "--namespaces=ok,-bad",
                        "--training-limits=memory=much,cpu=0",
                        "--job-ttl=5",
                        "--allow-source-networks=10.0.0.0/8,10.0.0.1/8",
                        "--collection-interval=1d",
                        "--collection-grace=9s"))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage(String.join(
                        System.lineSeparator(),
                        "--trainer-image: 'two words' is not an image reference",
                        "--store-claim: 'Not_A_Name' is not a name of a PersistentVolumeClaim",
                        "--namespaces: '-bad' is not a namespace",
                        "--training-limits memory: 'much' is not a quantity such as 500m or 2Gi",
                        "--training-limits cpu: 0 is not more than zero",
                        "--job-ttl: 5 is too short, 60 seconds at least: the operator reads the finished Job",
                        "--allow-source-networks: '10.0.0.1/8' has bits beyond its first 8, which must be 0",
                        "--collection-interval: '1d' is not a duration such as 90s, 15m or 24h",
                        "--collection-grace: '9s' is too short, 10s at least: clocks of nodes differ, and objects take"
                                + " time to get their status"));
    }

    @Test
    void storesInS3AreChosenByNamespace() {
        Store store = parse(
                        "--trainer-image=t:1",
                        "--server-image=s:1",
                        "--stores=[{\"uri\": \"s3://shared/x\", \"namespaces\": [\"team-a\", \"team-b\"], \"root\": \"ab\","
                                + " \"secretName\": \"s3\", \"endpoint\": \"http://minio:9000\"},"
                                + " {\"uri\": \"s3://models\", \"namespaces\": [\"ab\"], \"region\": \"eu-central-1\","
                                + " \"serviceAccountName\": \"models\"}]")
                .store();

        assertThat(store.bucket("team-a").orElseThrow().uri("team-a")).isEqualTo("s3://shared/x/roots/ab");
        assertThat(store.bucket("team-b").orElseThrow().uri("team-b")).isEqualTo("s3://shared/x/roots/ab");
        assertThat(store.bucket("team-b").orElseThrow().inPath()).isTrue();
        assertThat(store.bucket("ab").orElseThrow().uri("ab")).isEqualTo("s3://models/namespaces/ab");
        assertThat(store.bucket("ab").orElseThrow().inPath()).isFalse();
        assertThat(store.bucket("team-c")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{'uri': 's3:/models', 'secretName': 's'}] | [0].uri: 's3:/models' is not of the form s3://bucket/prefix",
                "[{'uri': 's3://models/../x', 'secretName': 's'}] | is not of the form s3://bucket/prefix",
                "[{'uri': 's3://models'}] | [0].secretName: give exactly one of secretName and serviceAccountName",
                "[{'uri': 's3://models', 'secretName': 's', 'key': 'x'}] | Unrecognized field \"key\"",
                "[{'uri': 's3://models', 'secretName': 's', 'endpoint': 'http://u:p@host'}] | [0].endpoint: give http:// or",
                "[{'uri': 's3://m-1', 'secretName': 's'}, {'uri': 's3://m-1/namespaces/a', 'secretName': 's'}]"
                        + " | lie one in the other",
                "{ | --stores: ",
            })
    void aWrongStoreIsRefused(String stores, String problem) {
        assertThatThrownBy(() ->
                        parse("--trainer-image=t:1", "--server-image=s:1", "--stores=" + stores.replace('\'', '"')))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining(problem)
                .hasMessageNotContaining("u:p");
    }

    @Test
    void aMissingImageIsNamed() {
        assertThatThrownBy(() -> parse("--server-image=s:1"))
                .hasMessageContaining("Missing required option: '--trainer-image=IMAGE'");
    }

    private static OperatorConfiguration parse(String... arguments) {
        Line line = new Line();
        new CommandLine(line).parseArgs(arguments);
        return line.options.configuration();
    }

    private static ResourceRequirements requirements(String yaml) {
        return Serialization.unmarshal("---\n" + yaml, ResourceRequirements.class);
    }
}
