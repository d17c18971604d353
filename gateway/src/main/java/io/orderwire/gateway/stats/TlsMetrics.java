package io.orderwire.gateway.stats;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.orderwire.websocket.tls.TlsFiles;

/** Meters of the TLS certificate: the end of its validity, and the number of its replacements and of faults. */
public final class TlsMetrics {
    private TlsMetrics() {}

    /** Registers the meters. */
    public static void watch(MeterRegistry registry, TlsFiles files) {
        Gauge.builder("orderwire.gateway.certificate.expires", files, tls -> tls.notAfter()
                        .getEpochSecond())
                .description("End of the validity of the TLS certificate, seconds since 1970")
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
        FunctionCounter.builder("orderwire.gateway.certificate.taken", files, TlsFiles::taken)
                .description("Times that the certificate was replaced while the gateway was running")
                .register(registry);
        FunctionCounter.builder("orderwire.gateway.certificate.faults", files, TlsFiles::faults)
                .description("Faults of a new certificate or its key, found while the gateway was running")
                .register(registry);
    }
}
