package org.emergencelaw.spill;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The first 128 bits of a SHA-256: what has the same fingerprint is the same, whoever made it up. */
public record Fingerprint(long high, long low) {

    /** Takes the parts of one thing after another. */
    public static final class Maker {

        private final MessageDigest digest;
        private final byte[] number = new byte[Long.BYTES];

        public Maker() {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException unreachable) {
                throw new IllegalStateException("every JDK has SHA-256", unreachable);
            }
        }

        public Maker text(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            number(bytes.length);
            digest.update(bytes);
            return this;
        }

        public Maker number(long value) {
            ByteBuffer.wrap(number).putLong(value);
            digest.update(number);
            return this;
        }

        public Maker number(double value) {
            return number(Double.doubleToLongBits(value));
        }

        Maker bytes(byte[] bytes, int length) {
            digest.update(bytes, 0, length);
            return this;
        }

        /** Of what was taken; the next thing begins. */
        public Fingerprint make() {
            ByteBuffer made = ByteBuffer.wrap(digest.digest());
            return new Fingerprint(made.getLong(), made.getLong());
        }
    }
}
