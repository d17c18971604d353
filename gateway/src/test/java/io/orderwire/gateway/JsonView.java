package io.orderwire.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Splits JSON without converting values: each value is returned as its text. */
public final class JsonView {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonView() {}

    /** The members of an object. */
    public static Map<String, String> members(String object) {
        Map<String, String> members = new LinkedHashMap<>();
        try (JsonParser json = FACTORY.createParser(object)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new AssertionError("no object: " + object);
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                members.put(name, raw(json, object));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(object, e);
        }
        return members;
    }

    /** The value at a path of members. */
    public static String at(String object, String... path) {
        String at = object;
        for (String name : path) {
            at = members(at).get(name);
        }
        return at;
    }

    /** The content of the string at a path of members. */
    public static String text(String object, String... path) {
        try (JsonParser json = FACTORY.createParser(at(object, path))) {
            json.nextToken();
            return json.getText();
        } catch (IOException e) {
            throw new UncheckedIOException(object, e);
        }
    }

    /** The elements of an array. */
    public static List<String> elements(String array) {
        List<String> elements = new ArrayList<>();
        try (JsonParser json = FACTORY.createParser(array)) {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                throw new AssertionError("no array: " + array);
            }
            while (json.nextToken() != JsonToken.END_ARRAY) {
                elements.add(raw(json, array));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(array, e);
        }
        return elements;
    }

    private static String raw(JsonParser json, String source) throws IOException {
        int from = (int) json.currentTokenLocation().getCharOffset();
        if (json.currentToken().isNumeric()) {
            return source.substring(from, from + json.getTextLength());
        }
        json.skipChildren();
        json.finishToken();
        return source.substring(from, (int) json.currentLocation().getCharOffset());
    }
}
