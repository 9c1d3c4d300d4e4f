package ai.dropops.protocol.sentinel;

import java.util.List;

/** The check that a greedy reading of a pattern is its only reading, and a short one: nothing is ever tried twice. */
record Unambiguous(String source) {
    void check(Form form) throws MalformedPattern {
        ByteSet none = ByteSet.of(b -> false);
        int reach;
        try {
            reach = form.reach();
        } catch (ArithmeticException e) {
            reach = Integer.MAX_VALUE;
        }
        if (reach > Form.MAX_REACH || reach < 0) {
            throw wrong("it may look " + Form.MAX_REACH + " bytes far at most: lower its limits");
        }
        if (form.body().canBeEmpty()) {
            throw wrong("it can match nothing at all");
        }
        check(form.head(), none);
        check(form.body(), none);
    }

    private void check(Shape shape, ByteSet follow) throws MalformedPattern {
        switch (shape) {
            case Shape.One _, Shape.Unless _ -> {}
            case Shape.Run run -> {
                if (run.min() < run.max() && run.set().meets(follow)) {
                    throw takesTooMuch();
                }
            }
            case Shape.Sequence(List<Shape> parts) -> {
                ByteSet next = follow;
                for (Shape part : parts.reversed()) {
                    check(part, next);
                    next = part.canBeEmpty() ? next.or(part.first()) : part.first();
                }
            }
            case Shape.Choice(List<Shape> options, List<List<Shape>> _) -> {
                for (Shape option : options) {
                    check(option, follow);
                }
            }
            case Shape.Repeat(Shape part, int min, int max) -> {
                if (min < max && part.first().meets(follow)) {
                    throw takesTooMuch();
                }
                check(part, max > 1 ? follow.or(part.first()) : follow);
            }
        }
    }

    private MalformedPattern takesTooMuch() {
        return wrong(
                "a repetition may take the characters that must follow it: make its class and what follows disjoint");
    }

    private MalformedPattern wrong(String why) {
        return new MalformedPattern("pattern '" + source + "': " + why);
    }
}
