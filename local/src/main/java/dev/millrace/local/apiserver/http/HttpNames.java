package dev.millrace.local.apiserver.http;

/** The names of a connection's handlers: an upgrade takes them out. */
final class HttpNames {
    static final String CODEC = "codec";
    static final String KEEP_ALIVE = "keep-alive";
    static final String BODY = "body";
    static final String REQUESTS = "requests";

    private HttpNames() {}
}
