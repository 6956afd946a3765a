package org.emergencelaw.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.erdtman.jcs.JsonCanonicalizer;
import org.erdtman.jcs.NumberToJSON;

/**
 * JSON in the one form that everybody gets to: keys sorted, no white space, numbers as ECMAScript writes them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8785">RFC 8785, JSON Canonicalization Scheme</a>
 */
public final class CanonicalJson {

    /** Fewer digits than this are exact in a double. */
    private static final int LONG = 16;

    private CanonicalJson() {}

    /**
     * The canonical form of a JSON object or array.
     *
     * @throws IllegalArgumentException if it is not I-JSON (RFC 7493): duplicate keys, unpaired surrogates, a number that is no
     *     finite double, or a whole number of which a double would keep only the first digits
     */
    public static String of(String json) {
        requireExactNumbers(json);
        try {
            String canonical = new JsonCanonicalizer(json).getEncodedString();
            utf8(canonical);
            return canonical;
        } catch (IOException broken) {
            throw new IllegalArgumentException(
                    "JSON that is to be hashed must be I-JSON: " + broken.getMessage(), broken);
        }
    }

    /** Whether a text is its own canonical form. */
    static boolean is(String text) {
        try {
            return new JsonCanonicalizer(text).getEncodedString().equals(text);
        } catch (IOException broken) {
            return false;
        }
    }

    /** Looks at the whole numbers outside strings; a plain loop, for it passes over megabytes. */
    private static void requireExactNumbers(String json) {
        boolean inString = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '"') inString = !inString;
            else if (inString) {
                if (c == '\\') i++;
            } else if (isDigit(c)) {
                int end = i + 1;
                while (end < json.length() && (isDigit(json.charAt(end)) || "+-.eE".indexOf(json.charAt(end)) >= 0))
                    end++;
                requireExact(json.substring(i, end));
                i = end - 1;
            }
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static void requireExact(String number) {
        if (number.length() < LONG || !number.chars().allMatch(c -> isDigit((char) c))) return;
        try {
            if (NumberToJSON.serializeNumber(Double.parseDouble(number)).equals(number)) return;
        } catch (IOException infinite) {
            // as bad as a rounded one
        }
        throw new IllegalArgumentException(
                "a whole number in JSON that is to be hashed must fit a double without rounding, was " + number);
    }

    /** SHA-256 of a text's UTF-8 bytes, as 64 lower-case hexadecimal digits. */
    public static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(utf8(text));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException | CharacterCodingException impossible) {
            throw new IllegalArgumentException("text that is to be hashed must have no unpaired surrogate", impossible);
        }
    }

    private static ByteBuffer utf8(String text) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    }
}
