package dev.millrace.store.s3;

import java.util.function.Consumer;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.utils.AttributeMap;

/** Clients that tell of each request before it is sent. */
final class WatchedRequests implements SdkHttpClient.Builder<WatchedRequests> {
    private final SdkHttpClient.Builder<?> clients;
    private final Consumer<SdkHttpRequest> before;

    /** @param before what it throws is thrown instead of an answer */
    WatchedRequests(SdkHttpClient.Builder<?> clients, Consumer<SdkHttpRequest> before) {
        this.clients = clients;
        this.before = before;
    }

    @Override
    public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
        SdkHttpClient client = clients.buildWithDefaults(defaults);
        return new SdkHttpClient() {
            @Override
            public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
                before.accept(request.httpRequest());
                return client.prepareRequest(request);
            }

            @Override
            public void close() {
                client.close();
            }
        };
    }
}
