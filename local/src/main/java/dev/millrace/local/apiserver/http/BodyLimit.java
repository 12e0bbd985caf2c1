package dev.millrace.local.apiserver.http;

import io.netty.handler.codec.http.HttpObjectAggregator;

/** Joins a request's parts; what is larger than Kubernetes takes is answered 413. */
final class BodyLimit extends HttpObjectAggregator {
    /** As the API server of Kubernetes. */
    private static final int MAX_BODY = 3 << 20;

    BodyLimit() {
        super(MAX_BODY, true);
    }
}
