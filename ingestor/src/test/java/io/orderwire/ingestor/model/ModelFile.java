package io.orderwire.ingestor.model;

/** A file in the model, independent of its names, like an inode. */
final class ModelFile {
    private String text = "";
    private long grewMs;
    private long writtenMs;
    private boolean rewritten;
    private boolean open;
    private boolean perhapsOpen;

    ModelFile(String text, long nowMs) {
        this.text = text;
        this.grewMs = nowMs;
        this.writtenMs = nowMs;
    }

    /** Its bytes. */
    String text() {
        return text;
    }

    void set(String newText, long nowMs) {
        if (newText.length() > text.length()) {
            grewMs = nowMs;
            writtenMs = nowMs;
        }
        rewritten |= !newText.startsWith(text);
        text = newText;
    }

    /** Whether it ever held bytes that it no longer holds. */
    boolean isRewritten() {
        return rewritten;
    }

    /** When it last grew or appeared at its path, by the monotonic time. */
    long grewMs() {
        return grewMs;
    }

    /** When it last grew, by the monotonic time. */
    long writtenMs() {
        return writtenMs;
    }

    void appeared(long nowMs) {
        grewMs = nowMs;
    }

    /** Whether the running tailer must have it open. */
    boolean isOpen() {
        return open;
    }

    void setOpen(boolean isOpen) {
        open = isOpen;
    }

    /** Whether the running tailer may have it open. */
    boolean isPerhapsOpen() {
        return perhapsOpen;
    }

    void setPerhapsOpen(boolean isOpen) {
        perhapsOpen = isOpen;
    }
}
