//! Numbers and moments in words, the same all over the window.

/// A length of time: `8 s`, `4 min 12 s`, `1 h 3 min`.
pub fn duration(seconds: u64) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 if seconds.is_multiple_of(60) => format!("{} min", seconds / 60),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ if seconds % 3600 < 60 => format!("{} h", seconds / 3600),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

/// How long ago something was, in the largest unit that fits: `just now`, `2 hours ago`.
pub fn ago(seconds: u64) -> String {
    let (count, unit) = match seconds {
        0..45 => return "just now".to_owned(),
        45..3600 => ((seconds + 30) / 60, "minute"),
        3600..86_400 => (seconds / 3600, "hour"),
        86_400..2_592_000 => (seconds / 86_400, "day"),
        2_592_000..31_536_000 => (seconds / 2_592_000, "month"),
        _ => (seconds / 31_536_000, "year"),
    };
    format!("{} ago", counted(count, unit))
}

/// A number that is not negative, to two places: `41.67`. Formatting it as it is would be a hundredth of the page.
pub fn decimal(number: f64) -> String {
    let hundredths = (number * 100.0).round() as u32;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// `1 task`, `2 tasks`.
pub fn counted(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// US dollars: `$97`, `$97 to $121`.
pub fn dollars((from, to): (u32, u32)) -> String {
    if from == to { format!("${from}") } else { format!("${from} to ${to}") }
}

/// `prod`, `dev and prod`.
pub fn listed<T: std::fmt::Display>(things: &[T]) -> String {
    match things {
        [] => String::new(),
        [one] => one.to_string(),
        [most @ .., last] => {
            let most: Vec<String> = most.iter().map(ToString::to_string).collect();
            format!("{} and {last}", most.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_has_at_most_two_units() {
        let words: Vec<String> = [0, 59, 60, 252, 3600, 3780, 7259].into_iter().map(duration).collect();
        assert_eq!(words, ["0 s", "59 s", "1 min", "4 min 12 s", "1 h", "1 h 3 min", "2 h"]);
    }

    #[test]
    fn a_moment_is_told_in_its_largest_unit() {
        let words: Vec<String> =
            [3, 50, 3599, 3600, 7300, 86_400 * 12, 86_400 * 400].into_iter().map(ago).collect();
        assert_eq!(
            words,
            [
                "just now",
                "1 minute ago",
                "60 minutes ago",
                "1 hour ago",
                "2 hours ago",
                "12 days ago",
                "1 year ago"
            ]
        );
    }

    #[test]
    fn lists_and_prices_read_as_spoken() {
        assert_eq!(listed(&["dev", "prod"]), "dev and prod");
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
        assert_eq!(dollars((5, 5)), "$5");
        assert_eq!(dollars((97, 121)), "$97 to $121");
    }
}
