package io.orderwire.gateway.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the member {@code from} of a subscription. Stores the first fault, like {@link SubscriptionMembers}. */
final class StartPositionReader {
    /** Minutes in 365 days. */
    private static final int MOST_MINUTES = 525_600;

    private static final int MS_PER_MINUTE = 60_000;

    private @Nullable String fault;

    /** The fault of the member that was read, null if the member is valid. */
    @Nullable
    String fault() {
        return fault;
    }

    /** Reads the parser's current value; if it is invalid, returns the latest position and sets {@link #fault()}. */
    StartPosition read(JsonParser json) throws IOException {
        StartPosition position = null;
        if (json.currentToken() == JsonToken.START_OBJECT) {
            position = past(json);
        } else {
            String text = SubscriptionMembers.text(json);
            if ("latest".equals(text)) {
                position = StartPosition.LATEST;
            } else if ("earliest".equals(text)) {
                position = new StartPosition.Earliest();
            }
        }
        if (position == null) {
            isWrong("from must be \"latest\", \"earliest\", {\"minutesAgo\":n} or {\"cursor\":\"…\"}");
            return StartPosition.LATEST;
        }
        return position;
    }

    private void isWrong(String text) {
        if (fault == null) {
            fault = text;
        }
    }

    /** Reads an object; returns null unless its only member is a valid {@code minutesAgo} or a valid {@code cursor}. */
    private @Nullable StartPosition past(JsonParser json) throws IOException {
        StartPosition past = null;
        int count = 0;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            count++;
            switch (name) {
                case "minutesAgo" -> past = ago(json);
                case "cursor" -> past = after(SubscriptionMembers.text(json));
                default -> json.skipChildren();
            }
        }
        return count == 1 ? past : null;
    }

    private @Nullable StartPosition ago(JsonParser json) throws IOException {
        double minutes = json.currentToken().isNumeric() ? json.getDoubleValue() : -1;
        json.skipChildren();
        if (minutes >= 0 && minutes <= MOST_MINUTES) {
            return new StartPosition.Ago(Math.round(minutes * MS_PER_MINUTE));
        }
        isWrong("from.minutesAgo must be a number from 0 to " + MOST_MINUTES);
        return null;
    }

    private @Nullable StartPosition after(@Nullable String cursor) {
        try {
            if (cursor != null) {
                return new StartPosition.After(Cursor.decode(cursor));
            }
        } catch (Cursor.OtherVersionException e) {
            isWrong(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException expected) {
            // The fault below covers this text and any value that is not a text.
        }
        isWrong("from.cursor must be the text of a cursor, unchanged, as an acknowledgement or frame carried it");
        return null;
    }
}
