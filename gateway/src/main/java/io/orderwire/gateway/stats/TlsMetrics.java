package io.orderwire.gateway.stats;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.orderwire.websocket.tls.TlsFiles;

/** Meters of the TLS certificate: the end of its validity, how often it was replaced, and how often there was a fault. */
public final class TlsMetrics {
    private TlsMetrics() {}

    /** Registers them. */
    public static void watch(MeterRegistry registry, TlsFiles files) {
        Gauge.builder("orderwire.gateway.certificate.expires", files, tls -> tls.notAfter()
                        .getEpochSecond())
                .description("Until when the certificate of TLS holds, in seconds since 1970")
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
        FunctionCounter.builder("orderwire.gateway.certificate.taken", files, TlsFiles::taken)
                .description("Times that another certificate was taken while running")
                .register(registry);
        FunctionCounter.builder("orderwire.gateway.certificate.faults", files, TlsFiles::faults)
                .description("Faults of a certificate or its key that were found while running")
                .register(registry);
    }
}
