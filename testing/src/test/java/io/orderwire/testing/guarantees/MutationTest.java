package io.orderwire.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.contract.position.Position;
import java.util.Collections;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Wherever a valid history is damaged, the checker of the violated guarantee detects it. */
class MutationTest {
    private static final int ROUNDS = 40;

    private enum Mutation {
        LOST("NoLoss") {
            @Override
            void spoil(History history, int at, Random random) {
                history.lose(at);
            }
        },
        LOST_JUMPS("SequenceExplained") {
            @Override
            void spoil(History history, int at, Random random) {
                // Losing the last order of a partition does not leave missing sequences before another one.
                int partition = history.received.get(at).partition();
                history.after(at, order -> order.partition() == partition);
                history.lose(at);
            }
        },
        LETTER_LOST("SequenceExplained") {
            @Override
            void spoil(History history, int at, Random random) {
                ReceivedDeadLetter letter = history.deadLetters.remove(random.nextInt(100));
                history.after(at, order -> order.partition() == letter.partition());
            }
        },
        DOUBLED("NoDuplicate") {
            @Override
            void spoil(History history, int at, Random random) {
                history.received.add(at + random.nextInt(100), history.received.get(at));
            }
        },
        SWAPPED("OrderPerUser") {
            @Override
            void spoil(History history, int at, Random random) {
                ReceivedOrder early = history.received.get(at);
                Collections.swap(
                        history.received,
                        at,
                        history.after(
                                at,
                                order -> order.user().equals(early.user())
                                        && order.pos().file().equals(early.pos().file())));
            }
        },
        CHANGED("NoLoss") {
            @Override
            void spoil(History history, int at, Random random) {
                ReceivedOrder order = history.received.get(at);
                byte[] event = order.event().clone();
                event[event.length - 2] = (byte) (event[event.length - 2] == '1' ? '2' : '1');
                history.received.set(
                        at, new ReceivedOrder(order.pos(), order.partition(), order.seq(), order.user(), event));
            }
        },
        MADE_UP("NoLoss") {
            @Override
            void spoil(History history, int at, Random random) {
                ReceivedOrder order = history.received.get(at);
                Position between = new Position(order.pos().file(), order.pos().offset() + 1);
                history.received.add(
                        at + 1,
                        new ReceivedOrder(between, order.partition(), order.seq(), order.user(), order.event()));
            }
        },
        GAP_OF_WHAT_CAME("SequenceExplained") {
            @Override
            void spoil(History history, int at, Random random) {
                history.addGap(history.received.get(at));
            }
        };

        private final String checker;

        Mutation(String checker) {
            this.checker = checker;
        }

        abstract void spoil(History history, int at, Random random);
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeFound(Mutation mutation) {
        IntStream.range(0, ROUNDS).forEach(seed -> {
            Random random = new Random(seed);
            History history = History.good(seed);
            assertThatCode(() -> history.check(Guarantees.exactlyOnceInOrder(History.PARTITIONS)))
                    .doesNotThrowAnyException();
            // Orders of the first hour are followed by others of their user and of their partition.
            mutation.spoil(history, random.nextInt(1_000), random);

            assertThatThrownBy(() -> history.check(Guarantees.exactlyOnceInOrder(History.PARTITIONS)))
                    .as("%s, seed %d", mutation, seed)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(mutation.checker + " is broken");
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"LOST", "DOUBLED", "LETTER_LOST"})
    void shouldNotFitTheAccountThatThePipelineGives(Mutation mutation) {
        History spoiled = History.good(3);
        Accounts accounts = spoiled.accounts();
        mutation.spoil(spoiled, 500, new Random(3));
        Accounted account = new Accounted().files(spoiled.counts()).reported(accounts);

        assertThatThrownBy(() -> spoiled.check(account))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Accounted");
    }
}
