package io.orderwire.runtime.shed;

/** How a stage deals with its lag. */
public enum StageMode {
    /** The next data is younger than the stage's limit of age. */
    LIVE("live"),

    /** The next data is older than the limit, and is read because catching up ends within a bound. */
    CATCHING_UP("catching-up"),

    /** Data was shed recently, because catching up would have taken too long. */
    SHEDDING("shedding");

    private final String word;

    StageMode(String word) {
        this.word = word;
    }

    /** The mode's name in stats. */
    public String word() {
        return word;
    }
}
