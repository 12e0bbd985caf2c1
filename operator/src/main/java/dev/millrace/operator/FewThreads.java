package dev.millrace.operator;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.http.HttpClient;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * HTTP clients that work with a few threads. By itself the JDK's hands each piece of work to a thread of its own, and wakes one for it: a
 * sixth of the operator's processor time when many resources come at once. What runs there is parsing; nothing waits.
 */
final class FewThreads extends JdkHttpClientFactory {
    private static final int THREADS = 8;
    private static final int IDLE_SECONDS = 30;

    @Override
    protected void additionalConfig(HttpClient.Builder builder) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "http");
                    thread.setDaemon(true);
                    return thread;
                });
        // Nobody closes them.
        threads.allowCoreThreadTimeOut(true);
        builder.executor(threads);
    }
}
