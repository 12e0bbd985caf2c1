package dev.millrace.spark;

import dev.millrace.data.part.Workers;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;

/**
 * The executors of a Spark application. What is exchanged goes through Spark's shuffle: sorted, spilled to disk, and made again where it is
 * lost with an executor.
 */
final class SparkWorkers implements Workers {
    private final JavaSparkContext spark;
    private final Workshop workshop;

    SparkWorkers(JavaSparkContext spark, Workshop workshop) {
        this.spark = spark;
        this.workshop = workshop;
    }

    private JavaRDD<Integer> numbers(int tasks) {
        return spark.parallelize(IntStream.range(0, tasks).boxed().toList(), tasks);
    }

    @Override
    public List<byte[]> each(int tasks, Task task) {
        Workshop places = workshop;
        return numbers(tasks).map(number -> task.run(number, places.place())).collect();
    }

    @Override
    public List<byte[]> exchange(Sizes sizes, Sender sender, Receiver receiver) {
        return numbers(sizes.senders())
                .flatMapToPair(new Sending(workshop, sender))
                .repartitionAndSortWithinPartitions(new ByReceiver(sizes.receivers()))
                .mapPartitionsWithIndex(new Receiving(workshop, receiver), true)
                .collect();
    }

    private record Sending(Workshop workshop, Sender sender)
            implements PairFlatMapFunction<Integer, Address, byte[]>, Serializable {
        @Override
        public Iterator<Tuple2<Address, byte[]>> call(Integer number) throws Exception {
            return new FileBlocks(number, sender.run(number, workshop.place()));
        }
    }

    private record Receiving(Workshop workshop, Receiver receiver)
            implements Function2<Integer, Iterator<Tuple2<Address, byte[]>>, Iterator<byte[]>>, Serializable {
        @Override
        public Iterator<byte[]> call(Integer number, Iterator<Tuple2<Address, byte[]>> blocks) throws Exception {
            return List.of(receiver.run(number, new BlockFiles(blocks), workshop.place()))
                    .iterator();
        }
    }

    private static final class ByReceiver extends Partitioner {
        private final int receivers;

        ByReceiver(int receivers) {
            this.receivers = receivers;
        }

        @Override
        public int numPartitions() {
            return receivers;
        }

        @Override
        public int getPartition(Object key) {
            return ((Address) key).receiver();
        }
    }
}
