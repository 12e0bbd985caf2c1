package dev.millrace.local.conformance.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** An answer without end, line by line. */
public final class Following implements AutoCloseable {
    private static final int SECONDS = 30;
    /** Cannot be a line: it has an end of line. */
    private static final String END = "\n";

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private final HttpResponse<AsyncBody> response;

    private Following(HttpClient client, HttpRequest request) {
        try {
            response = client.consumeBytes(request, (buffers, body) -> {
                        take(buffers);
                        body.consume();
                    })
                    .get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(request.uri() + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        var unused = response.body().done().whenComplete((done, failure) -> {
            if (begun.size() > 0) {
                lines.add(begun.toString(StandardCharsets.UTF_8));
            }
            lines.add(END);
        });
        response.body().consume();
    }

    static Following open(HttpClient client, HttpRequest request) {
        return new Following(client, request);
    }

    private void take(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            while (buffer.hasRemaining()) {
                byte next = buffer.get();
                if (next == '\n') {
                    lines.add(begun.toString(StandardCharsets.UTF_8));
                    begun.reset();
                } else {
                    begun.write(next);
                }
            }
        }
    }

    public int code() {
        return response.code();
    }

    /** The next line; there has to be one. */
    public String line() {
        String line = poll();
        if (line.equals(END)) {
            throw new AssertionError("the answer ended");
        }
        return line;
    }

    /** The next event of a watch; there has to be one. */
    public JsonNode event() {
        try {
            return Api.JSON.readTree(line());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** The object of the first event that it holds for. */
    public JsonNode until(Predicate<JsonNode> wanted) {
        while (true) {
            JsonNode object = event().path("object");
            if (wanted.test(object)) {
                return object;
            }
        }
    }

    /** Waits until the server ends the answer, which it has to do without another line. */
    public void awaitEnd() {
        String line = poll();
        if (!line.equals(END)) {
            throw new AssertionError("another line: " + line);
        }
    }

    private String poll() {
        try {
            String line = lines.poll(SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("no line within " + SECONDS + " s");
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        response.body().cancel();
    }
}
