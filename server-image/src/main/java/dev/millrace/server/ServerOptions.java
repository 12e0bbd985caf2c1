package dev.millrace.server;

import dev.millrace.server.http.HttpServer;
import dev.millrace.server.protocol.ModelIdentity;
import java.net.URI;
import java.time.Duration;

/**
 * What the command line says.
 *
 * @param store where the model lies
 * @param identity of the model
 * @param http ports and limits
 * @param maxRows of one request
 * @param drain how long to answer on after SIGTERM
 * @param finish how long to wait then for what is under way
 */
public record ServerOptions(
        URI store, ModelIdentity identity, HttpServer.Settings http, int maxRows, Duration drain, Duration finish) {}
