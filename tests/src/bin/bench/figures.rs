//! What was measured, several times each, and how it is told.

/// The values of one figure, in ascending order; never empty.
#[derive(Clone, Debug)]
pub struct Sample {
    values: Vec<f64>,
    /// How many of the unit in which it is told one is.
    scale: f64,
    unit: &'static str,
}

impl Sample {
    pub fn of(values: impl IntoIterator<Item = f64>, unit: &'static str) -> Self {
        let mut values: Vec<f64> = values.into_iter().collect();
        assert!(!values.is_empty(), "a figure that was never measured");
        values.sort_by(f64::total_cmp);
        Self { values, scale: 1.0, unit }
    }

    /// Told in milliseconds where it is less than one.
    pub fn seconds(values: impl IntoIterator<Item = f64>) -> Self {
        let sample = Self::of(values, "s");
        if sample.median() < 1.0 { Self { scale: 1000.0, unit: "ms", ..sample } } else { sample }
    }

    pub fn one(value: f64, unit: &'static str) -> Self {
        Self::of([value], unit)
    }

    pub fn median(&self) -> f64 {
        let middle = self.values.len() / 2;
        match self.values.len() % 2 {
            0 => (self.values[middle - 1] + self.values[middle]) / 2.0,
            _ => self.values[middle],
        }
    }

    /// How many of `other` one of these is.
    pub fn times(&self, other: &Self) -> f64 {
        self.median() / other.median()
    }
}

/// "5.2 s (4.9 to 5.8)": the median, the least and the most.
impl std::fmt::Display for Sample {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let told = |value: f64| number(value * self.scale);
        write!(f, "{} {}", told(self.median()), self.unit)?;
        match (self.values.first(), self.values.last()) {
            (Some(least), Some(most)) if self.values.len() > 1 => {
                write!(f, " ({} to {})", told(*least), told(*most))
            }
            _ => Ok(()),
        }
    }
}

/// With three digits, as far as they go.
pub fn number(value: f64) -> String {
    let decimals = match value.abs() {
        size if size >= 100.0 || size == size.trunc() => 0,
        size if size >= 10.0 => 1,
        _ => 2,
    };
    let text = format!("{value:.decimals$}");
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) && digit.is_ascii_digit() {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + rest
}

/// What was to be reached, and whether it was.
pub struct Goal {
    pub what: String,
    wanted: f64,
    seen: f64,
    most: bool,
    /// Why it is missed, where it is.
    why: &'static str,
}

impl Goal {
    pub fn at_least(wanted: f64, what: &str, seen: f64) -> Self {
        Self { what: what.into(), wanted, seen, most: false, why: "" }
    }

    pub fn at_most(wanted: f64, what: &str, seen: f64) -> Self {
        Self { most: true, ..Self::at_least(wanted, what, seen) }
    }

    pub fn or_because(self, why: &'static str) -> Self {
        Self { why, ..self }
    }

    fn is_met(&self) -> bool {
        if self.most { self.seen <= self.wanted } else { self.seen >= self.wanted }
    }
}

/// "Goal, at most 1 s until it is told: met with 0.52."
impl std::fmt::Display for Goal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bound = if self.most { "at most" } else { "at least" };
        let (wanted, seen) = (number(self.wanted), number(self.seen));
        write!(f, "Goal, {bound} {wanted} {}: ", self.what)?;
        if self.is_met() {
            write!(f, "met with {seen}.")
        } else {
            write!(f, "**missed** with {seen}, by {}.", number((self.seen - self.wanted).abs()))?;
            if self.why.is_empty() { Ok(()) } else { write!(f, " {}", self.why) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_its_median_with_least_and_most() {
        assert_eq!(Sample::of([3.0, 1.0, 2.5], "s").to_string(), "2.50 s (1 to 3)");
        assert_eq!(Sample::seconds([1.0, 2.0]).median(), 1.5);
        assert_eq!(Sample::seconds([0.007, 0.0063]).to_string(), "6.65 ms (6.30 to 7)");
        assert_eq!(Sample::seconds([3.0]).times(&Sample::seconds([0.1])).round(), 30.0);
        assert_eq!(Sample::one(12_345.6, "ms").to_string(), "12,346 ms");
        assert_eq!(number(52.34), "52.3");
    }

    #[test]
    fn a_goal_says_by_how_much_it_is_missed() {
        assert_eq!(Goal::at_most(1.0, "s", 0.52).to_string(), "Goal, at most 1 s: met with 0.52.");
        let missed = Goal::at_least(2.0, "times faster", 0.75);
        assert_eq!(missed.to_string(), "Goal, at least 2 times faster: **missed** with 0.75, by 1.25.");
        assert!(missed.or_because("It sleeps.").to_string().ends_with("by 1.25. It sleeps."));
    }
}
