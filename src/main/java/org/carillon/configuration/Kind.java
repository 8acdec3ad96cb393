package org.carillon.configuration;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Function;
import org.postgresql.Driver;

/**
 * A type of value with its bounds.
 *
 * @param allowed completes the sentence "allowed is …"
 * @param parser  throws a {@link RuntimeException} for whatever is not allowed
 * @param secret  whether the value may hold a password, and so is never shown
 */
record Kind(String allowed, Function<String, Object> parser, boolean secret) {

    Kind(String allowed, Function<String, Object> parser) {
        this(allowed, parser, false);
    }

    Object parse(String text) {
        // Blanks around a value are nobody's wish, but a password may have them.
        return parser.apply(secret ? text : text.strip());
    }

    static Kind text() {
        return new Kind("a path", text -> {
            require(!text.isEmpty() && text.indexOf(';') < 0);
            return text;
        });
    }

    /** Any text, which may be empty. */
    static Kind free() {
        return new Kind("any text", text -> text);
    }

    static Kind name() {
        return new Kind("nothing, or at most 64 printable characters", text -> {
            require(text.length() <= 64 && text.chars().noneMatch(Character::isISOControl));
            return text;
        });
    }

    /** Empty, or what may be the name of a cookie without quoting. */
    static Kind cookie() {
        return new Kind("nothing, or 1 to 64 letters, digits, '-', '_' or '.'", text -> {
            require(text.matches("[A-Za-z0-9_.-]{0,64}"));
            return text;
        });
    }

    static Kind password() {
        return new Kind("any text", text -> text, true);
    }

    /** Empty, or the URL of a PostgreSQL database. A URL is copied into tickets and logs, so it may not hold the password. */
    static Kind postgresql() {
        return new Kind("nothing, or jdbc:postgresql://host:port/database without user and password", text -> {
            var said = text.isEmpty() ? new Properties() : text.startsWith("jdbc:postgresql:") ? Driver.parseURL(text, null) : null;
            require(text.equals(text.strip()) && said != null && !said.containsKey("user") && !said.containsKey("password"));
            return text;
        }, true);
    }

    /** Empty, or what an Authorization header can carry. */
    static Kind token() {
        return new Kind("nothing, or 16 to 512 printable ASCII characters without blanks", text -> {
            require(text.isEmpty() || text.matches("[\\x21-\\x7e]{16,512}"));
            return text;
        }, true);
    }

    static Kind file(String... endings) {
        return new Kind("nothing, or a path that ends in " + String.join(" or ", endings), text -> {
            require(text.isEmpty() || Arrays.stream(endings).anyMatch(text::endsWith));
            return text;
        });
    }

    static Kind integer(int min, int max) {
        return new Kind("a whole number from " + min + " to " + max, text -> {
            int number = Integer.parseInt(text);
            require(number >= min && number <= max);
            return number;
        });
    }

    static Kind duration(String min, String max) {
        return new Kind("an ISO-8601 duration in whole milliseconds from " + min + " to " + max, text -> {
            var duration = Duration.parse(text);
            require(duration.compareTo(Duration.parse(min)) >= 0 && duration.compareTo(Duration.parse(max)) <= 0);
            require(duration.getNano() % 1_000_000 == 0);
            return duration;
        });
    }

    static Kind bool() {
        return new Kind("true or false", text -> {
            require(text.equals("true") || text.equals("false"));
            return Boolean.valueOf(text);
        });
    }

    static Kind oneOf(String... words) {
        return new Kind(String.join(" or ", words), text -> {
            require(List.of(words).contains(text));
            return text;
        });
    }

    static Kind origins() {
        return new Kind("a list of origins such as https://app.example.org, separated by commas", text -> text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",")).map(String::strip).map(Kind::origin).toList());
    }

    static Kind addresses() {
        return new Kind("a list of IP addresses such as 192.0.2.1, separated by commas", text -> text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",")).map(String::strip).map(Kind::address).toList());
    }

    private static String address(String text) {
        require(text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*"));
        return text;
    }

    private static String origin(String text) {
        var uri = URI.create(text);
        require(uri.getHost() != null && (text.startsWith("http://") || text.startsWith("https://")));
        require(text.equals(uri.getScheme() + "://" + uri.getRawAuthority()) && uri.getRawUserInfo() == null);
        // Browsers leave the scheme's own port out.
        int standardPort = uri.getScheme().equals("https") ? 443 : 80;
        var lower = text.toLowerCase(Locale.ROOT);
        return uri.getPort() == standardPort ? lower.substring(0, lower.lastIndexOf(':')) : lower;
    }

    private static void require(boolean allowed) {
        if (!allowed) {
            throw new IllegalArgumentException();
        }
    }
}
