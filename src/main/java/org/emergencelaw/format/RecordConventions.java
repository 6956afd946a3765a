package org.emergencelaw.format;

import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.util.NameTransformer;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells Jackson, without annotations on the domain, that enums are lower case, only optional components may be absent, and named numbers
 * stand among the fields of their record. */
final class RecordConventions extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1;

    private static final Set<Class<?>> OPTIONAL =
            Set.of(Optional.class, OptionalDouble.class, OptionalInt.class, OptionalLong.class);

    @Override
    public String[] findEnumValues(
            MapperConfig<?> config, AnnotatedClass enumeration, Enum<?>[] constants, String[] names) {
        for (int i = 0; i < constants.length; i++)
            names[i] = constants[i].name().toLowerCase(Locale.ROOT);
        return names;
    }

    /** A missing component would reach the record as null, and FAIL_ON_MISSING_CREATOR_PROPERTIES knows no exception for optionals. */
    @Override
    public Boolean hasRequiredMarker(AnnotatedMember member) {
        return member instanceof AnnotatedParameter && !OPTIONAL.contains(member.getRawType());
    }

    @Override
    public @Nullable NameTransformer findUnwrappingNameTransformer(AnnotatedMember member) {
        return FlatNumbers.is(member.getType()) ? NameTransformer.NOP : super.findUnwrappingNameTransformer(member);
    }

    @Override
    public @Nullable Object findSerializer(Annotated member) {
        return isFlat(member) ? new FlatNumbers.Out() : super.findSerializer(member);
    }

    @Override
    public @Nullable Object findDeserializer(Annotated member) {
        return isFlat(member) ? new FlatNumbers.In() : super.findDeserializer(member);
    }

    private static boolean isFlat(Annotated annotated) {
        return annotated instanceof AnnotatedMember member && FlatNumbers.is(member.getType());
    }
}
