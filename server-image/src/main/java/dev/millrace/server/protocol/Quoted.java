package dev.millrace.server.protocol;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** What a caller sent, fit to be repeated in a message: short, printable, and valid Unicode. */
public final class Quoted {
    private static final int LONGEST = 120;

    private Quoted() {}

    /** The text, cut after 120 characters, with control characters and halves of surrogate pairs replaced. */
    public static String shortened(String text) {
        boolean cut = text.length() > LONGEST;
        StringBuilder clean = new StringBuilder(Math.min(text.length(), LONGEST + 1));
        text.codePoints().limit(LONGEST).forEach(point -> {
            clean.appendCodePoint(isPrintable(point) ? point : '\uFFFD');
        });
        return cut ? clean.append('…').toString() : clean.toString();
    }

    /** Whether the text has neither control characters nor halves of surrogate pairs. */
    static boolean isPrintable(String text) {
        return text.codePoints().allMatch(Quoted::isPrintable);
    }

    private static boolean isPrintable(int point) {
        return !Character.isISOControl(point) && Character.getType(point) != Character.SURROGATE;
    }

    /** The parser's current token, for a sentence that says what stands where something else should. */
    static String token(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_STRING -> '"' + shortened(json.getText()) + '"';
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> shortened(json.getText());
            case VALUE_TRUE -> "true";
            case VALUE_FALSE -> "false";
            case VALUE_NULL -> "null";
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "nothing";
        };
    }
}
