package io.orderwire.standalone.doctor;

import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;

/**
 * The result of one check.
 *
 * @param level how bad it is
 * @param check the code of the check
 * @param words what was found
 * @param remedy what to do, empty if nothing needs to be done
 * @param exit the code with which a start would end, {@link ExitCode#OK} unless it is a fault; although a file that cannot be
 *     read does not end an ingestor, it is a fault with {@link ExitCode#DATA_FOLDER}
 */
record Finding(Level level, Check check, String words, String remedy, ExitCode exit) {
    /** How bad it is. */
    enum Level {
        OK,
        /** A start works, but something will not be as expected. */
        WARNING,
        /** A start ends, or nothing can be read. */
        FAULT
    }

    static Finding ok(Check check, String words) {
        return new Finding(Level.OK, check, words, "", ExitCode.OK);
    }

    static Finding warning(Check check, String words, String remedy) {
        return new Finding(Level.WARNING, check, words, remedy, ExitCode.OK);
    }

    static Finding fault(Check check, ExitCode exit, String words, String remedy) {
        return new Finding(Level.FAULT, check, words, remedy, exit);
    }

    /** A fault that a process would end with at its start, whose message says what to do. */
    static Finding fault(Check check, ProcessExit exit) {
        return fault(check, exit.code(), String.valueOf(exit.getMessage()), "");
    }

    boolean isFault() {
        return level == Level.FAULT;
    }
}
