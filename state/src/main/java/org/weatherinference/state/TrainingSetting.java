package org.weatherinference.state;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.weatherinference.model.Spelling;

/**
 * What an order may set of a training: options of {@code weather train} by their names. A value is held to its shape,
 * so that nothing else can come onto a command line; whether it is in range the training says.
 */
public enum TrainingSetting {
    EPOCHS(Shape.WHOLE),
    FREEZE_EPOCHS(Shape.WHOLE),
    LR(Shape.DECIMAL),
    LR_BODY(Shape.DECIMAL),
    SIZE(Shape.WHOLE),
    LEARN_SIZE(Shape.WHOLE),
    BATCH(Shape.WHOLE),
    AUGMENT(Shape.WORD),
    WEIGHT_DECAY(Shape.DECIMAL),
    SMOOTHING(Shape.DECIMAL),
    MIXUP(Shape.DECIMAL),
    HOLD_OUT(Shape.DECIMAL),
    AVERAGE_DECAY(Shape.DECIMAL),
    KEEP(Shape.DECIMAL),
    PATIENCE(Shape.WHOLE),
    SEED(Shape.WHOLE),
    VALID(Shape.DECIMAL),
    LABELS(Shape.LABELS);

    private enum Shape {
        WHOLE("a whole number from 0 to 999999999", "[0-9]{1,9}"),
        DECIMAL("a number such as 0.02", "[0-9]{1,9}(\\.[0-9]{1,17})?([eE]-?[0-9]{1,3})?"),
        WORD("a word", "[a-z]{1,32}"),
        LABELS(
                "labels such as a,b or new=old+old,b, in at most 1000 characters",
                "[^-\\p{Cntrl}\\\\/:][^\\p{Cntrl}\\\\/:]{0,999}");

        private final String rule;
        private final Pattern pattern;

        Shape(String rule, String pattern) {
            this.rule = rule;
            this.pattern = Pattern.compile(pattern);
        }
    }

    private final Shape shape;

    TrainingSetting(Shape shape) {
        this.shape = shape;
    }

    /** As in an order, and after {@code --}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The setting of a name.
     *
     * @throws StateException.Invalid where there is none, with what was probably meant
     */
    static TrainingSetting of(String name) throws StateException.Invalid {
        for (TrainingSetting setting : values()) {
            if (setting.toString().equals(name)) {
                return setting;
            }
        }
        List<String> all =
                Arrays.stream(values()).map(TrainingSetting::toString).toList();
        throw new StateException.Invalid("there is no setting \"" + name + "\" of a training"
                + Spelling.nearest(name, all)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("; there is " + String.join(", ", all)));
    }

    /** The value, where it has the right shape. */
    String checked(String value) throws StateException.Invalid {
        if (!shape.pattern.matcher(value).matches()) {
            throw new StateException.Invalid("the setting " + this + " is \"" + value + "\", must be " + shape.rule);
        }
        return value;
    }
}
