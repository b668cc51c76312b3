package org.weatherinference.server;

import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** Where to listen, and how: in plain or over TLS. */
record Connectors(ServerSettings settings, SslContextFactory.@Nullable Server tls) {
    /** A photo of the page's size comes in one piece; connections that wait hold none. */
    private static final int INPUT_BYTES = 64 * 1024;

    Connectors(ServerSettings settings) throws SettingException {
        this(settings, settings.tls().isPresent() ? tls(settings.tls().get()) : null);
    }

    private static SslContextFactory.Server tls(ServerSettings.Tls files) throws SettingException {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(PemIdentity.read(files));
        tls.setKeyStorePassword("");
        return tls;
    }

    void addTo(Server server) {
        HttpConfiguration http = limited();
        server.addConnector(connector(server, http, settings.port()));
        settings.managementPort().ifPresent(port -> server.addConnector(connector(server, http, port)));
    }

    private static HttpConfiguration limited() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(HttpFront.HEADER_BYTES);
        http.setUriCompliance(UriCompliance.RFC3986);
        return http;
    }

    private ServerConnector connector(Server server, HttpConfiguration http, int port) {
        ServerConnector connector = tls == null
                ? new ServerConnector(server, 1, 1, connections(http))
                : new ServerConnector(server, 1, 1, new SslConnectionFactory(tls, "http/1.1"), secured(http));
        connector.setHost(settings.host());
        connector.setPort(port);
        connector.setIdleTimeout(settings.work().idleTime().toMillis());
        connector.setAcceptQueueSize(settings.work().connections());
        connector.addEventListener(
                new SlowHeads(connector.getScheduler(), settings.work().uploadTime()));
        return connector;
    }

    private static HttpConnectionFactory connections(HttpConfiguration http) {
        HttpConnectionFactory factory = new HttpConnectionFactory(http);
        factory.setInputBufferSize(INPUT_BYTES);
        return factory;
    }

    private static HttpConnectionFactory secured(HttpConfiguration http) {
        HttpConfiguration https = new HttpConfiguration(http);
        // A certificate's names are for clients to check; requests by address are answered too.
        https.addCustomizer(new SecureRequestCustomizer(false));
        return connections(https);
    }
}
