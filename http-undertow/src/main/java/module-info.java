// SPDX-License-Identifier: Apache-2.0

/**
 * HTTP by Undertow. Undertow, XNIO and what they need are inside and shown to nobody; their own services are named here, as their
 * service files are not read on the module path.
 */
@SuppressWarnings("deprecation") // of Undertow, about classes of its own
module dev.fairlead.http.undertow {
    requires dev.fairlead.api;
    requires java.logging;
    requires java.management;
    requires java.security.sasl;
    requires jdk.unsupported;
    requires org.slf4j;

    // Of parts of Undertow that this module does not use.
    requires static java.naming;
    requires static java.security.jgss;
    requires static java.sql;
    requires static java.xml;
    requires static org.jspecify;

    // What the classes inside ask the ServiceLoader for.
    uses io.undertow.attribute.ExchangeAttributeBuilder;
    uses io.undertow.client.ClientProvider;
    uses io.undertow.predicate.PredicateBuilder;
    uses io.undertow.protocols.alpn.ALPNEngineManager;
    uses io.undertow.protocols.alpn.ALPNProvider;
    uses io.undertow.server.handlers.builder.HandlerBuilder;
    uses org.jboss.logging.LoggerProvider;
    uses org.xnio.XnioProvider;
    uses org.xnio.XnioWorkerConfigurator;

    provides dev.fairlead.api.spi.HttpEngine with
            dev.fairlead.http.undertow.UndertowEngine;

    provides io.undertow.attribute.ExchangeAttributeBuilder with
            io.undertow.attribute.AuthenticationTypeExchangeAttribute.Builder,
            io.undertow.attribute.BytesSentAttribute.Builder,
            io.undertow.attribute.CookieAttribute.Builder,
            io.undertow.attribute.DateTimeAttribute.Builder,
            io.undertow.attribute.HostAndPortAttribute.Builder,
            io.undertow.attribute.IdentUsernameAttribute.Builder,
            io.undertow.attribute.LocalIPAttribute.Builder,
            io.undertow.attribute.LocalPortAttribute.Builder,
            io.undertow.attribute.LocalServerNameAttribute.Builder,
            io.undertow.attribute.NullAttribute.Builder,
            io.undertow.attribute.PathParameterAttribute.Builder,
            io.undertow.attribute.PredicateContextAttribute.Builder,
            io.undertow.attribute.QueryParameterAttribute.Builder,
            io.undertow.attribute.QueryStringAttribute.Builder,
            io.undertow.attribute.RelativePathAttribute.Builder,
            io.undertow.attribute.RemoteHostAttribute.Builder,
            io.undertow.attribute.RemoteIPAttribute.Builder,
            io.undertow.attribute.RemoteObfuscatedIPAttribute.Builder,
            io.undertow.attribute.RemoteUserAttribute.Builder,
            io.undertow.attribute.RequestCookieAttribute.Builder,
            io.undertow.attribute.RequestHeaderAttribute.Builder,
            io.undertow.attribute.RequestLineAttribute.Builder,
            io.undertow.attribute.RequestMethodAttribute.Builder,
            io.undertow.attribute.RequestPathAttribute.Builder,
            io.undertow.attribute.RequestProtocolAttribute.Builder,
            io.undertow.attribute.RequestSchemeAttribute.Builder,
            io.undertow.attribute.RequestURLAttribute.Builder,
            io.undertow.attribute.ResolvedPathAttribute.Builder,
            io.undertow.attribute.ResponseCodeAttribute.Builder,
            io.undertow.attribute.ResponseCookieAttribute.Builder,
            io.undertow.attribute.ResponseHeaderAttribute.Builder,
            io.undertow.attribute.ResponseReasonPhraseAttribute.Builder,
            io.undertow.attribute.ResponseTimeAttribute.Builder,
            io.undertow.attribute.SecureExchangeAttribute.Builder,
            io.undertow.attribute.SecureProtocolAttribute.Builder,
            io.undertow.attribute.SslCipherAttribute.Builder,
            io.undertow.attribute.SslClientCertAttribute.Builder,
            io.undertow.attribute.SslSessionIdAttribute.Builder,
            io.undertow.attribute.StoredResponse.Builder,
            io.undertow.attribute.ThreadNameAttribute.Builder,
            io.undertow.attribute.TransportProtocolAttribute.Builder;

    provides io.undertow.client.ClientProvider with
            io.undertow.client.ajp.AjpClientProvider,
            io.undertow.client.http.HttpClientProvider,
            io.undertow.client.http2.Http2ClearClientProvider,
            io.undertow.client.http2.Http2ClientProvider,
            io.undertow.client.http2.Http2PriorKnowledgeClientProvider;

    provides io.undertow.predicate.PredicateBuilder with
            io.undertow.predicate.AuthenticationRequiredPredicate.Builder,
            io.undertow.predicate.ContainsPredicate.Builder,
            io.undertow.predicate.EqualsPredicate.Builder,
            io.undertow.predicate.ExistsPredicate.Builder,
            io.undertow.predicate.IdempotentPredicate.Builder,
            io.undertow.predicate.MaxContentSizePredicate.Builder,
            io.undertow.predicate.MethodPredicate.Builder,
            io.undertow.predicate.MinContentSizePredicate.Builder,
            io.undertow.predicate.PathMatchPredicate.Builder,
            io.undertow.predicate.PathPrefixPredicate.Builder,
            io.undertow.predicate.PathSuffixPredicate.Builder,
            io.undertow.predicate.PathTemplatePredicate.Builder,
            io.undertow.predicate.RegularExpressionPredicate.Builder,
            io.undertow.predicate.RequestLargerThanPredicate.Builder,
            io.undertow.predicate.RequestSmallerThanPredicate.Builder,
            io.undertow.predicate.SecurePredicate.Builder;

    provides io.undertow.protocols.alpn.ALPNEngineManager with
            io.undertow.protocols.alpn.DefaultAlpnEngineManager,
            io.undertow.protocols.ssl.SNIAlpnEngineManager;

    provides io.undertow.protocols.alpn.ALPNProvider with
            io.undertow.protocols.alpn.ModularJdkAlpnProvider,
            io.undertow.protocols.alpn.OpenSSLAlpnProvider;

    provides io.undertow.server.handlers.builder.HandlerBuilder with
            io.undertow.predicate.PredicatesHandler.DoneHandlerBuilder,
            io.undertow.predicate.PredicatesHandler.RestartHandlerBuilder,
            io.undertow.server.JvmRouteHandler.Builder,
            io.undertow.server.handlers.AccessControlListHandler.Builder,
            io.undertow.server.handlers.ActiveRequestTrackerHandler.Builder,
            io.undertow.server.handlers.AllowedMethodsHandler.Builder,
            io.undertow.server.handlers.BlockingHandler.Builder,
            io.undertow.server.handlers.ByteRangeHandler.Builder,
            io.undertow.server.handlers.CanonicalPathHandler.Builder,
            io.undertow.server.handlers.DisableCacheHandler.Builder,
            io.undertow.server.handlers.DisallowedMethodsHandler.Builder,
            io.undertow.server.handlers.ForwardedHandler.Builder,
            io.undertow.server.handlers.HttpContinueAcceptingHandler.Builder,
            io.undertow.server.handlers.HttpTraceHandler.Builder,
            io.undertow.server.handlers.IPAddressAccessControlHandler.Builder,
            io.undertow.server.handlers.JDBCLogHandler.Builder,
            io.undertow.server.handlers.LearningPushHandler.Builder,
            io.undertow.server.handlers.LocalNameResolvingHandler.Builder,
            io.undertow.server.handlers.PathSeparatorHandler.Builder,
            io.undertow.server.handlers.PeerNameResolvingHandler.Builder,
            io.undertow.server.handlers.ProxyPeerAddressHandler.Builder,
            io.undertow.server.handlers.RedirectHandler.Builder,
            io.undertow.server.handlers.RequestBufferingHandler.Builder,
            io.undertow.server.handlers.RequestDumpingHandler.Builder,
            io.undertow.server.handlers.RequestLimitingHandler.Builder,
            io.undertow.server.handlers.ResponseRateLimitingHandler.Builder,
            io.undertow.server.handlers.SSLHeaderHandler.Builder,
            io.undertow.server.handlers.SameSiteCookieHandler.Builder,
            io.undertow.server.handlers.SecureCookieHandler.Builder,
            io.undertow.server.handlers.SetAttributeHandler.Builder,
            io.undertow.server.handlers.SetAttributeHandler.ClearBuilder,
            io.undertow.server.handlers.SetErrorHandler.Builder,
            io.undertow.server.handlers.SetHeaderHandler.Builder,
            io.undertow.server.handlers.StoredResponseHandler.Builder,
            io.undertow.server.handlers.StuckThreadDetectionHandler.Builder,
            io.undertow.server.handlers.URLDecodingHandler.Builder,
            io.undertow.server.handlers.accesslog.AccessLogHandler.Builder,
            io.undertow.server.handlers.builder.ResponseCodeHandlerBuilder,
            io.undertow.server.handlers.builder.RewriteHandlerBuilder,
            io.undertow.server.handlers.encoding.EncodingHandler.Builder,
            io.undertow.server.handlers.encoding.RequestEncodingHandler.Builder,
            io.undertow.server.handlers.error.FileErrorPageHandler.Builder,
            io.undertow.server.handlers.form.EagerFormParsingHandler.Builder,
            io.undertow.server.handlers.proxy.ProxyHandlerBuilder,
            io.undertow.server.handlers.resource.ResourceHandler.Builder;

    provides org.xnio.XnioProvider with
            org.xnio.nio.NioXnioProvider;
}
