package org.carillon.triggers;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a cron expression. Every refusal names the character, counted from 1, the field and what is allowed there.
 *
 * <p>The numbers of weekdays are those of Unix and of {@code CronTrigger}: 0 and 7 are Sunday, so {@code 5L} and
 * {@code 5#2} are Fridays; in Quartz they are Thursdays.
 */
final class CronParser {

    /** Characters of an expression: one that lists every value of every field has about 600. */
    static final int MAX_LENGTH = 1_000;

    private static final int MAX_STEP_DIGITS = 4;

    private static final Map<String, String> MACROS = Map.of("@HOURLY", "0 * * * *", "@DAILY", "0 0 * * *", "@MIDNIGHT", "0 0 * * *",
            "@WEEKLY", "0 0 * * 0", "@MONTHLY", "0 0 1 * *", "@YEARLY", "0 0 1 1 *", "@ANNUALLY", "0 0 1 1 *");

    private static final Pattern FROM_END = Pattern.compile("L(?:-([0-9]{1,2}))?(W)?");
    private static final Pattern COUNTED_FROM_END = Pattern.compile("([0-9]{1,2})L");
    private static final Pattern NEAREST = Pattern.compile("([0-9]{1,2})W");
    private static final Pattern ORDINAL = Pattern.compile("([0-9A-Z]+)#([0-9A-Z]+)");
    private static final Pattern LAST_WEEKDAY = Pattern.compile("([0-9]|[A-Z]{3,})L");

    private final String text;
    private final Map<CronField, Long> bits = new EnumMap<>(CronField.class);
    private long fromEnd;
    private long nearest;
    private long nearestFromEnd;
    private long ordinals;

    private CronParser(String text) {
        this.text = text;
    }

    /** @throws InvalidTrigger with the field {@code cron} */
    static CronExpression parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new InvalidTrigger("cron", text, "it has " + text.length() + " characters; allowed are " + MAX_LENGTH);
        }
        return new CronParser(text).read();
    }

    private CronExpression read() {
        var words = split(text);
        boolean macro = words.size() == 1 && words.get(0).text().startsWith("@");
        var fields = macro ? split(macro(words.get(0).text())) : words;
        if (fields.size() < 5 || fields.size() > 6) {
            throw new InvalidTrigger("cron", text, "it has " + Words.plural(fields.size(), "field") + "; allowed are 5 (minute, hour, "
                    + "day of month, month, day of week), 6 (a second before them), or one of @hourly @daily @midnight @weekly "
                    + "@monthly @yearly @annually");
        }
        int skipped = CronField.values().length - fields.size();
        if (skipped == 1) {
            add(CronField.SECOND, 0, 0, 1);
        }
        for (int i = 0; i < fields.size(); i++) {
            field(CronField.values()[i + skipped], fields.get(i));
        }
        var spaced = String.join(" ", fields.stream().map(Part::text).toList());
        return expression(macro ? words.get(0).text().toLowerCase(Locale.ROOT) : spaced);
    }

    private String macro(String name) {
        var expression = MACROS.get(name);
        if (expression == null) {
            throw new InvalidTrigger("cron", text, "allowed are @hourly, @daily, @midnight, @weekly, @monthly, @yearly and @annually");
        }
        return expression;
    }

    private CronExpression expression(String canonical) {
        var days = new MonthDays(bits(CronField.DAY_OF_MONTH), fromEnd, nearest, nearestFromEnd, bits(CronField.DAY_OF_WEEK), ordinals);
        if (!days.exist(bits(CronField.MONTH))) {
            throw new InvalidTrigger("cron", text, "it can never fire: in the 400 years after which the calendar repeats, no day of these "
                    + "months is both the day of month and the day of week that it names");
        }
        return new CronExpression(canonical, bits(CronField.SECOND), bits(CronField.MINUTE), bits(CronField.HOUR), bits(CronField.MONTH), days);
    }

    private void field(CronField field, Part part) {
        int at = part.at();
        for (var item : part.text().split(",", -1)) {
            item(field, new Part(item, at));
            at += item.length() + 1;
        }
    }

    private void item(CronField field, Part item) {
        if (item.text().isEmpty()) {
            throw refused(field, item, "a comma has a value on both sides");
        }
        boolean special = switch (field) {
            case DAY_OF_MONTH -> dayOfMonth(item);
            case DAY_OF_WEEK -> dayOfWeek(item);
            default -> false;
        };
        if (!special) {
            range(field, item);
        }
    }

    private boolean dayOfMonth(Part item) {
        var end = FROM_END.matcher(item.text());
        var counted = COUNTED_FROM_END.matcher(item.text());
        var weekday = NEAREST.matcher(item.text());
        if (end.matches()) {
            int days = end.group(1) == null ? 0 : number(end, item, 1, 30);
            fromEnd |= end.group(2) == null ? 1L << days : 0;
            nearestFromEnd |= end.group(2) == null ? 0 : 1L << days;
        } else if (counted.matches()) {
            fromEnd |= 1L << number(counted, item, 1, 31) - 1;
        } else if (weekday.matches()) {
            nearest |= 1L << number(weekday, item, 1, 31);
        } else {
            return false;
        }
        return true;
    }

    private boolean dayOfWeek(Part item) {
        var ordinal = ORDINAL.matcher(item.text());
        var last = LAST_WEEKDAY.matcher(item.text());
        if (item.text().equals("L")) {
            throw refused(CronField.DAY_OF_WEEK, item, "write SAT, or FRIL for the last Friday of the month");
        } else if (ordinal.matches()) {
            if (!ordinal.group(2).matches("[1-5L]")) {
                throw refused(CronField.DAY_OF_WEEK, item, "after # allowed is 1 to 5, or L for the last");
            }
            ordinals |= ordinal.group(2).equals("L") ? last(ordinal, item)
                    : 1L << 7 * (Integer.parseInt(ordinal.group(2)) - 1) + weekday(ordinal, item);
        } else if (last.matches()) {
            ordinals |= last(last, item);
        } else {
            return false;
        }
        return true;
    }

    private void range(CronField field, Part item) {
        int slash = item.text().indexOf('/');
        var body = slash < 0 ? item.text() : item.text().substring(0, slash);
        int step = slash < 0 ? 1 : step(field, item, slash + 1);
        int dash = body.indexOf('-', 1);
        int from;
        int to;
        if (body.equals("*") || body.equals("?") && slash < 0) {
            from = field.min();
            to = field.max();
        } else if (dash > 0) {
            from = value(field, item, 0, dash);
            to = body.endsWith("-L") ? field.max() : value(field, item, dash + 1, body.length());
        } else {
            from = value(field, item, 0, body.length());
            to = slash < 0 ? from : field.max();
        }
        add(field, from, to < from ? to + field.cycle() : to, step);
    }

    private void add(CronField field, int from, int to, int step) {
        for (int value = from; value <= to; value += step) {
            bits.merge(field, 1L << field.wrap(value), (one, other) -> one | other);
        }
    }

    private int step(CronField field, Part item, int from) {
        var step = item.text().substring(from);
        if (!step.matches("[0-9]{1," + MAX_STEP_DIGITS + "}") || Integer.parseInt(step) == 0) {
            throw refused(field, item.part(from, item.text().length()), "after / allowed is a step from 1 to 9999");
        }
        return Integer.parseInt(step);
    }

    private int value(CronField field, Part item, int from, int to) {
        var value = item.part(from, to);
        return field.value(value.text()).orElseThrow(() -> refused(field, value, "allowed is " + field.allowed()
                + "; also *, ?, lists, ranges and steps of them"));
    }

    private int number(Matcher matcher, Part item, int min, int max) {
        int number = Integer.parseInt(matcher.group(1));
        if (number < min || number > max) {
            throw refused(CronField.DAY_OF_MONTH, item, "allowed is " + CronField.DAY_OF_MONTH.allowed());
        }
        return number;
    }

    private int weekday(Matcher matcher, Part item) {
        return value(CronField.DAY_OF_WEEK, item, matcher.start(1), matcher.end(1)) % 7;
    }

    private long last(Matcher matcher, Part item) {
        return 1L << MonthDays.LAST_ORDINAL + weekday(matcher, item);
    }

    private long bits(CronField field) {
        return bits.getOrDefault(field, 0L);
    }

    private InvalidTrigger refused(CronField field, Part part, String allowed) {
        return new InvalidTrigger("cron", text, "at character " + part.at() + ", " + field.words() + " '" + InvalidTrigger.shown(part.text())
                + "': " + allowed);
    }

    private static List<Part> split(String text) {
        var parts = new ArrayList<Part>();
        var words = Pattern.compile("[^ \\t]+").matcher(text);
        while (words.find()) {
            parts.add(new Part(words.group().toUpperCase(Locale.ROOT), words.start() + 1));
        }
        return parts;
    }

    /** A piece of the expression, in capitals, and where it begins. */
    private record Part(String text, int at) {

        Part part(int from, int to) {
            return new Part(text.substring(from, to), at + from);
        }
    }
}
