package io.orderwire.gateway.stats;

import io.micrometer.core.instrument.MeterRegistry;
import io.orderwire.websocket.tls.TlsFiles;

/** Meters of the TLS certificate: the end of its validity, and the number of its replacements and of faults. */
public final class TlsMetrics {
    private TlsMetrics() {}

    /** Registers the meters. */
    public static void watch(MeterRegistry registry, TlsFiles files) {
        GatewayMeter.CERTIFICATE_EXPIRES.gauge(
                registry, files, tls -> tls.notAfter().getEpochSecond());
        GatewayMeter.CERTIFICATE_TAKEN.counted(registry, files, TlsFiles::taken);
        GatewayMeter.CERTIFICATE_FAULTS.counted(registry, files, TlsFiles::faults);
    }
}
