package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgeSamplerTest {
    private final AgeSampler sampler = new AgeSampler(0);

    @Test
    void shouldMeasureTheAgeOfTheOldestByteFromAnOffsetOn() {
        sampler.sample(100, 1_000);
        sampler.sample(200, 2_000);
        assertThat(sampler.ageMs(0, 3_000)).isEqualTo(2_000);
        assertThat(sampler.ageMs(99, 3_000)).isEqualTo(2_000);
        assertThat(sampler.ageMs(100, 3_000)).isEqualTo(1_000);
        assertThat(sampler.ageMs(200, 3_000)).isZero();
    }

    @Test
    void shouldNeverMakeAByteYoungerWhenItForgets() {
        for (int i = 0; i < 100_000; i++) {
            sampler.sample(i + 1, i * 10L);
        }
        long now = 1_000_000;
        for (int offset = 0; offset < 100_000; offset += 997) {
            assertThat(sampler.ageMs(offset, now)).as("offset %d", offset).isGreaterThanOrEqualTo(now - offset * 10L);
        }
        assertThat(sampler.ageMs(100_000, now)).isZero();
    }

    @Test
    void shouldSayWhichBytesCameWhileNobodyLooked() {
        sampler.sample(100, 100);
        assertThat(sampler.unwatched(0)).isFalse();
        sampler.sample(200, 10_100);
        assertThat(sampler.unwatched(150)).isTrue();
        assertThat(sampler.unwatched(200)).isFalse();
        assertThat(sampler.unwatchedMaxAgeMs(10_200)).isEqualTo(10_100);
        sampler.sample(300, 10_200);
        sampler.forget(200);
        assertThat(sampler.unwatched(0)).isFalse();
        assertThat(sampler.ageMs(200, 10_300)).isEqualTo(100);
    }

    @Test
    void shouldFindWhereYoungBytesBegin() {
        sampler.sample(100, 100);
        sampler.sample(200, 200);
        sampler.sample(300, 300);
        assertThat(sampler.youngerThan(100, 300)).isEqualTo(100);
        assertThat(sampler.youngerThan(99, 300)).isEqualTo(200);
        assertThat(sampler.youngerThan(1_000, 300)).isZero();
        assertThat(sampler.youngerThan(10, 1_000)).isEqualTo(300);
    }
}
