package io.orderwire.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.testing.seed.Seeds;
import io.orderwire.websocket.limit.SendMemory;
import io.orderwire.websocket.transport.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SendQueueTest {
    private final List<Long> dropped = new ArrayList<>();
    private final SendQueue queue = new SendQueue(3, 100, new SendMemory(1 << 20), dropped::add);
    private final Subscription inFrames = Subscription.reportingInFrames();
    private final Subscription byNotice =
            Subscription.reportingBy(loss -> utf8("lost " + loss.events() + (loss.uncounted() ? "+" : "")));

    @Test
    void shouldKeepTheOrder() {
        offer(inFrames, data("a", 1));
        offer(null, answer("b"));
        offer(byNotice, data("c", 1));

        assertThat(drain()).containsExactly("a", "b", "c");
        assertThat(queue.isEmpty()).isTrue();
        assertThat(dropped).isEmpty();
    }

    @Test
    void shouldDropTheOldestOverSoManyFramesAndTellInTheNextOfThatSubscription() {
        Subscription other = Subscription.reportingInFrames();
        offer(inFrames, data("a", 5));
        offer(inFrames, data("b", 7));
        offer(other, data("c", 1));
        offer(inFrames, data("d", 1));
        offer(inFrames, data("e", 1));

        assertThat(drain()).containsExactly("c", "d after 12", "e");
        assertThat(dropped).containsExactly(5L, 7L);
    }

    @Test
    void shouldDropTheOldestOverSoManyBytes() {
        offer(inFrames, data("a".repeat(60), 1));
        offer(inFrames, data("b".repeat(50), 1));

        assertThat(drain()).containsExactly("b".repeat(50) + " after 1");
    }

    @Test
    void shouldTakeOneFrameThatIsLongerThanAllowedWhenNothingWaits() {
        offer(inFrames, data("a".repeat(200), 1));
        offer(inFrames, data("b".repeat(300), 2));

        assertThat(drain()).containsExactly("b".repeat(300) + " after 1");
    }

    @Test
    void shouldTellALossByANoticeBeforeTheNextFrame() {
        offer(byNotice, data("a", 2));
        offer(byNotice, data("b", 1));
        offer(byNotice, data("c", 1));
        offer(byNotice, data("d", 1));

        assertThat(drain()).containsExactly("lost 2", "b", "c", "d");
    }

    @Test
    void shouldTellALossByANoticeEvenWhenNoFrameFollows() {
        offer(byNotice, data("a", 2));
        for (String text : List.of("b", "c", "d")) {
            offer(inFrames, data(text, 1));
        }

        assertThat(drain()).containsExactly("b", "c", "d", "lost 2");
    }

    @Test
    void shouldNeverDropAnAnswer() {
        offer(null, answer("1"));
        offer(inFrames, data("a", 1));
        offer(null, answer("2"));
        offer(null, answer("3"));
        offer(null, answer("4"));
        offer(inFrames, data("b", 3));

        assertThat(drain()).containsExactly("1", "2", "3", "4");
        assertThat(dropped).containsExactly(1L, 3L);
        offer(inFrames, data("c", 1));
        assertThat(drain()).containsExactly("c after 4");
    }

    @Test
    void shouldGiveUpOnAClientThatTakesNoAnswers() {
        SendQueue.Outcome outcome = SendQueue.Outcome.TAKEN;
        int answers = 0;
        while (outcome == SendQueue.Outcome.TAKEN && answers < 10_000) {
            outcome = offer(null, answer("x"));
            answers++;
        }

        assertThat(answers).isBetween(1_000, 1_100);
    }

    @Test
    void shouldHandOnGapsOfDroppedFramesAndGiveUpWhenThereAreTooMany() {
        for (int i = 0; i < Loss.MOST_GAPS; i++) {
            assertThat(offer(inFrames, new TestFrame(Frame.Kind.DATA, "x", 0, true)))
                    .isEqualTo(SendQueue.Outcome.TAKEN);
        }
        assertThat(inFrames.loss().gaps()).hasSize(Loss.MOST_GAPS - 3);
        for (int i = 0; i < 4; i++) {
            offer(inFrames, new TestFrame(Frame.Kind.DATA, "x", 0, true));
        }
        assertThat(offer(inFrames, data("y", 1))).isEqualTo(SendQueue.Outcome.HOPELESS);
    }

    @Test
    void shouldReplaceASnapshotByANewerOne() {
        offer(byNotice, new TestFrame(Frame.Kind.SNAPSHOT, "s1", 0, false));
        offer(inFrames, data("a", 1));
        offer(byNotice, new TestFrame(Frame.Kind.SNAPSHOT, "s2", 0, false));

        assertThat(drain()).containsExactly("a", "s2");
    }

    @Test
    void shouldBeLossyUntilItHasBeenEmpty() {
        offer(inFrames, data("a", 1));
        assertThat(queue.lossySinceNanos()).isZero();
        for (int i = 0; i < 3; i++) {
            queue.offer(inFrames, data("b", 1), 50 + i);
        }
        assertThat(queue.lossySinceNanos()).isEqualTo(52);
        queue.offer(inFrames, data("c", 1), 60);
        queue.next();
        assertThat(queue.lossySinceNanos()).isEqualTo(52);
        drain();
        assertThat(queue.lossySinceNanos()).isZero();
    }

    @Test
    void shouldGiveUpOnAClientWhoseAnswersTakeTooMuch() {
        SendQueue small = new SendQueue(3, 100, new SendMemory(1 << 20), dropped::add);
        SendQueue.Outcome outcome = SendQueue.Outcome.TAKEN;
        int answers = 0;
        while (outcome == SendQueue.Outcome.TAKEN && answers < 100) {
            outcome = small.offer(null, answer("x".repeat(60_000)), 1);
            answers++;
        }

        assertThat(answers).isBetween(5, 12);
    }

    @Test
    void shouldCountAFrameOnceForAllWhomItWaitsFor() {
        SendMemory sendMemory = new SendMemory(1_000);
        List<SendQueue> all = queues(10, sendMemory);
        Frame shared = data("a".repeat(90), 1);
        all.forEach(one -> one.offer(inFrames, shared, 1));
        assertThat(sendMemory.bytes()).isEqualTo(90);

        all.forEach(SendQueue::next);
        assertThat(sendMemory.bytes()).as("in flight").isEqualTo(90);
        all.subList(1, 10).forEach(SendQueue::sent);
        assertThat(sendMemory.bytes()).isEqualTo(90);
        all.get(0).sent();
        assertThat(sendMemory.bytes()).isZero();
    }

    @Test
    void shouldDropForAllThatWaitsTogether() {
        SendMemory sendMemory = new SendMemory(1_000);
        List<SendQueue> slow = queues(10, sendMemory);
        for (int i = 0; i < 100; i++) {
            slow.forEach(one -> one.offer(inFrames, data("a".repeat(10), 1), 1));
        }
        assertThat(sendMemory.bytes()).as("1 - x = 10 x³: x = 0.39").isBetween(550L, 620L);

        SendQueue idle = new SendQueue(1_000, 100_000, sendMemory, events -> dropped.add(-events));
        idle.offer(byNotice, data("b".repeat(2_000), 1), 1);
        assertThat(text(idle.next())).hasSize(2_000);
        idle.offer(byNotice, data("c".repeat(500), 1), 1);
        assertThat(dropped).as("behind one in flight there is no room").contains(-1L);
        idle.sent();
        assertThat(text(idle.next())).isEqualTo("lost 1");
    }

    @Test
    void shouldNeverHoldMoreThanAllowedAndInTheEndNothing() {
        long seed = Seeds.of(SendQueueTest.class);
        Random random = new Random(seed);
        SendMemory sendMemory = new SendMemory(2_000);
        List<SendQueue> all = queues(20, sendMemory);
        Subscription[] subscriptions = all.stream()
                .map(one -> random.nextBoolean()
                        ? Subscription.reportingInFrames()
                        : Subscription.reportingBy(loss -> utf8("lost " + loss.events())))
                .toArray(Subscription[]::new);
        int longest = 100;
        for (int step = 0; step < 20_000; step++) {
            Frame frame = random.nextInt(10) == 0
                    ? new TestFrame(Frame.Kind.SNAPSHOT, "s", 0, false)
                    : data("x".repeat(1 + random.nextInt(longest - 20)), 1);
            for (int i = 0; i < all.size(); i++) {
                SendQueue one = all.get(i);
                if (random.nextInt(4) == 0) {
                    one.offer(subscriptions[i], frame, 1);
                } else if (random.nextInt(20 + i) == 0) {
                    one.sent();
                    one.next();
                } else if (random.nextInt(500) == 0) {
                    one.forget(subscriptions[i]);
                }
            }
            assertThat(sendMemory.bytes())
                    .as("seed %d, step %d", seed, step)
                    .isBetween(0L, sendMemory.most() + (long) all.size() * longest);
        }
        assertThat(sendMemory.bytes()).as("seed %d", seed).isGreaterThan(500);
        all.forEach(SendQueue::close);
        all.forEach(SendQueue::sent);
        assertThat(sendMemory.bytes()).as("seed %d", seed).isZero();
    }

    private List<SendQueue> queues(int count, SendMemory sendMemory) {
        return IntStream.range(0, count)
                .mapToObj(i -> new SendQueue(1_000, 100_000, sendMemory, dropped::add))
                .toList();
    }

    @Test
    void shouldForgetASubscriptionThatHasEnded() {
        offer(byNotice, data("a", 2));
        offer(byNotice, data("b", 2));
        offer(inFrames, data("c", 1));
        offer(inFrames, data("d", 1));
        queue.forget(byNotice);

        assertThat(drain()).containsExactly("c", "d");
    }

    @Test
    void shouldTakeNothingOnceClosed() {
        offer(inFrames, data("a", 1));
        queue.close();
        offer(inFrames, data("b", 1));

        assertThat(drain()).isEmpty();
        assertThat(queue.fill()).isZero();
    }

    @Test
    void shouldShowWhatWaitsAndThatItLosesUntilItIsEmpty() {
        for (String text : List.of("a", "b", "c", "d")) {
            offer(inFrames, data(text, 5));
        }
        assertThat(queue.figures()).isEqualTo(new QueueFigures(3, 3, 1, 5, true));

        drain();
        assertThat(queue.figures()).isEqualTo(new QueueFigures(0, 0, 0, 5, false));
    }

    private SendQueue.Outcome offer(Subscription subscription, Frame frame) {
        return queue.offer(subscription, frame, 1);
    }

    private List<String> drain() {
        List<String> all = new ArrayList<>();
        for (Message next = queue.next(); next != null; next = queue.next()) {
            all.add(text(next));
        }
        return all;
    }

    private static String text(Message message) {
        return StandardCharsets.UTF_8.decode(message.text()).toString();
    }

    private static Frame data(String text, int events) {
        return new TestFrame(Frame.Kind.DATA, text, events, false);
    }

    private static Frame answer(String text) {
        return new TestFrame(Frame.Kind.CONTROL, text, 0, false);
    }

    private static Message utf8(String text) {
        return new Message(text.getBytes(StandardCharsets.UTF_8));
    }
}
