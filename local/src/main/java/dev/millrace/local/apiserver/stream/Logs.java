package dev.millrace.local.apiserver.stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.LogOptions;
import dev.millrace.local.apiserver.PodContainer;
import dev.millrace.local.apiserver.PodStreams;
import dev.millrace.local.apiserver.PodStreams.Log;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.failure.Reason;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.request.Call;
import dev.millrace.local.apiserver.request.Query;
import dev.millrace.local.apiserver.rest.Answers;
import dev.millrace.local.apiserver.rest.Router;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** {@code pods/log}: the log of a container, to its end or as it grows. */
public final class Logs {
    private static final String PLAIN = "text/plain";

    private final Pods pods;
    private final Clock clock;
    private final ExecutorService readers;

    /**
     * For the pods of a kubelet.
     *
     * @param readers a thread for each log that is being read
     */
    public Logs(Pods pods, Clock clock, ExecutorService readers) {
        this.pods = pods;
        this.clock = clock;
        this.readers = readers;
    }

    public void handle(Call call) {
        Router.requireGet(call.exchange());
        ObjectNode pod = pods.find(call);
        String container = container(call, pod);
        LogOptions options = options(call);
        if (pod.path("spec").path("nodeName").asText().isEmpty()) {
            call.exchange().answer(200, PLAIN, new byte[0]);
            return;
        }
        PodContainer of = new PodContainer(
                call.path().namespace(),
                call.path().name(),
                pod.path("metadata").path("uid").asText(),
                container);
        PodStreams kubelet = pods.kubelet();
        readers.execute(() -> open(call, kubelet, of, options));
    }

    private void open(Call call, PodStreams kubelet, PodContainer container, LogOptions options) {
        try {
            Log log = kubelet.log(container, options);
            LogReader reader = new LogReader(log, readers);
            call.exchange().stream(PLAIN, reader, reader::open);
        } catch (PodStreams.Refusal refusal) {
            Answers.refused(call.exchange(), Pods.refused(refusal));
        } catch (IOException e) {
            Answers.refused(call.exchange(), Refused.because(Reason.INTERNAL_ERROR, String.valueOf(e.getMessage())));
        }
    }

    private static String container(Call call, ObjectNode pod) {
        String asked = call.query().text("container");
        List<String> names = new ArrayList<>();
        List<String> initNames = new ArrayList<>();
        Fields.items(pod.path("spec"), "containers").forEach(one -> names.add(Fields.text(one, "name")));
        Fields.items(pod.path("spec"), "initContainers").forEach(one -> initNames.add(Fields.text(one, "name")));
        String name = call.path().name();
        if (asked.isEmpty()) {
            if (names.size() == 1) {
                return names.get(0);
            }
            String init = initNames.isEmpty() ? "" : " or one of the init containers: " + list(initNames);
            throw Refused.badRequest(
                    "a container name must be specified for pod " + name + ", choose one of: " + list(names) + init);
        }
        if (!names.contains(asked) && !initNames.contains(asked)) {
            throw Refused.badRequest("container " + asked + " is not valid for pod " + name);
        }
        return asked;
    }

    private static String list(List<String> names) {
        return "[" + String.join(" ", names) + "]";
    }

    private LogOptions options(Call call) {
        Query query = call.query();
        List<Problem> problems = new ArrayList<>();
        long tail = number(query, "tailLines", 0, problems);
        long limit = number(query, "limitBytes", 1, problems);
        long seconds = number(query, "sinceSeconds", 1, problems);
        String time = query.text("sinceTime");
        if (seconds >= 0 && !time.isEmpty()) {
            problems.add(Problem.forbidden("", "at most one of `sinceTime` or `sinceSeconds` may be specified"));
        }
        if (!problems.isEmpty()) {
            throw Refused.invalid(
                    new Refused.Subject("", "PodLogOptions", call.path().name()), problems);
        }
        return new LogOptions(
                query.flag("follow"),
                query.flag("previous"),
                query.flag("timestamps"),
                since(seconds, time),
                tail < 0 ? OptionalInt.empty() : OptionalInt.of((int) Math.min(tail, Integer.MAX_VALUE)),
                limit < 0 ? OptionalLong.empty() : OptionalLong.of(limit));
    }

    /** The number of a parameter, or -1 where it is not given. */
    private static long number(Query query, String name, long least, List<Problem> problems) {
        String text = query.text(name);
        if (text.isEmpty()) {
            return -1;
        }
        try {
            long value = Long.parseLong(text);
            if (value < least) {
                problems.add(Problem.invalidLiteral(name, text, "must be greater than or equal to " + least));
            }
            return value;
        } catch (NumberFormatException e) {
            throw Refused.badRequest("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
        }
    }

    private @Nullable Instant since(long seconds, String time) {
        if (seconds >= 0) {
            return clock.instant().minusSeconds(seconds);
        }
        try {
            return time.isEmpty() ? null : OffsetDateTime.parse(time).toInstant();
        } catch (DateTimeParseException e) {
            throw Refused.badRequest("sinceTime is no time of RFC 3339: " + time);
        }
    }
}
