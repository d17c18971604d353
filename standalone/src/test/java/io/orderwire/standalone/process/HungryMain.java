package io.orderwire.standalone.process;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A process with a thread that allocates all direct memory, which {@code ExitOnOutOfMemoryError} does not detect. */
final class HungryMain {
    private static final int MIB = 1 << 20;

    private HungryMain() {}

    public static void main(String[] arguments) {
        System.exit(JvmProcess.run(life -> () -> {
            new Thread(HungryMain::take, "hungry").start();
            new CountDownLatch(1).await();
        }));
    }

    private static void take() {
        List<ByteBuffer> taken = new ArrayList<>();
        while (taken.size() < Integer.MAX_VALUE) {
            taken.add(ByteBuffer.allocateDirect(MIB));
        }
    }
}
