package org.emergencelaw.forecast;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.emergencelaw.format.DisplayNames;

/**
 * How far P(reaches the level) moves under other assumptions: each voice alone, the forecast with the emergence law in another form,
 * and curves through few-shot rows that it does not rest on.
 *
 * @param least of the voices and the forms of the law
 * @param most of the same
 * @param said all of it
 */
public record Spread(Said least, Said most, List<Said> said) {

    private static final Comparator<Said> BY_LEVEL = Comparator.comparingDouble(Said::pReachesLevel);

    /** What is assumed otherwise. */
    public enum Of {
        VOICE,
        LAW_FORM,
        /** No part of the forecast, so it does not stretch the range. */
        FEW_SHOT_CURVE
    }

    /**
     * The answer under one of them.
     *
     * @param key of the voice, the form or the rival
     * @param words the same for people
     */
    public record Said(Of of, String key, String words, double pReachesLevel) {}

    /** @param said a voice or a form of the law among them */
    public static Spread of(List<Said> said) {
        List<Said> own =
                said.stream().filter(one -> one.of != Of.FEW_SHOT_CURVE).toList();
        return new Spread(
                own.stream().min(BY_LEVEL).orElseThrow(),
                own.stream().max(BY_LEVEL).orElseThrow(),
                List.copyOf(said));
    }

    /** Of the voices of a forecast alone. */
    public static Spread ofVoices(List<VoiceAnswer> voices) {
        return of(said(voices));
    }

    /** What each voice says. */
    public static List<Said> said(List<VoiceAnswer> voices) {
        return voices.stream()
                .map(voice -> new Said(
                        Of.VOICE,
                        DisplayNames.key(voice.key()),
                        DisplayNames.label(voice.key()),
                        voice.pReachesLevel()))
                .toList();
    }

    /** Largest less smallest of the range. */
    public double width() {
        return most.pReachesLevel - least.pReachesLevel;
    }

    /** Of the curves that lie outside the range, the farthest on either side: a sentence holds no more. */
    public List<Said> beyond() {
        return Stream.of(
                        said.stream().min(BY_LEVEL).filter(one -> one.pReachesLevel < least.pReachesLevel),
                        said.stream().max(BY_LEVEL).filter(one -> one.pReachesLevel > most.pReachesLevel))
                .flatMap(Optional::stream)
                .toList();
    }
}
