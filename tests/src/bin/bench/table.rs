//! One row of the comparison as a table: who was measured, and by which figures.

use std::fmt::Write as _;

use super::figures::{Goal, Sample};

pub struct Table {
    figures: Vec<String>,
    /// Whether the lines after the first are those of peers.
    compares: bool,
    lines: Vec<(String, Vec<Option<Sample>>)>,
}

impl Table {
    /// The first line is this product's; a peer's cells say how many times ours they are.
    pub fn of(figures: &[&str]) -> Self {
        Self {
            figures: figures.iter().map(|figure| (*figure).to_owned()).collect(),
            compares: true,
            lines: Vec::new(),
        }
    }

    /// With lines that have nothing to do with each other.
    pub fn apart(figures: Vec<String>) -> Self {
        Self { figures, compares: false, lines: Vec::new() }
    }

    pub fn line(&mut self, who: &str, samples: impl IntoIterator<Item = Option<Sample>>) {
        self.lines.push((who.into(), samples.into_iter().collect()));
    }

    pub fn median(&self, line: usize, figure: usize) -> f64 {
        self.sample(line, figure).map_or(f64::NAN, Sample::median)
    }

    /// How many times ours a peer's figure is.
    pub fn ratio(&self, line: usize, figure: usize) -> f64 {
        let both = self.sample(line, figure).zip(self.sample(0, figure));
        both.map_or(f64::NAN, |(peer, ours)| peer.times(ours))
    }

    fn sample(&self, line: usize, figure: usize) -> Option<&Sample> {
        self.lines.get(line)?.1.get(figure)?.as_ref()
    }

    fn markdown(&self) -> String {
        let mut text =
            format!("| | {} |\n|---|{}\n", self.figures.join(" | "), "---|".repeat(self.figures.len()));
        for (line, (who, cells)) in self.lines.iter().enumerate() {
            let _ = write!(text, "| {who} |");
            for (figure, cell) in cells.iter().enumerate() {
                let _ = match cell {
                    Some(sample) if self.compares && line > 0 && self.ratio(line, figure).is_finite() => {
                        write!(text, " {sample}: {} × |", super::figures::number(self.ratio(line, figure)))
                    }
                    Some(sample) => write!(text, " {sample} |"),
                    None => write!(text, " |"),
                };
            }
            text.push('\n');
        }
        text
    }
}

/// A row of the comparison, as it stands in `docs/benchmarks.md`.
pub struct Section {
    pub title: &'static str,
    /// What was done, and how.
    pub about: String,
    pub tables: Vec<Table>,
    pub goals: Vec<Goal>,
    /// What a user cares about most in it, for the README.
    pub headline: Option<String>,
}

impl Section {
    pub fn markdown(&self) -> String {
        let mut text = format!("## {}\n\n{}\n", self.title, self.about.trim());
        for table in &self.tables {
            let _ = write!(text, "\n{}", table.markdown());
        }
        if !self.goals.is_empty() {
            text.push('\n');
        }
        for goal in &self.goals {
            let _ = writeln!(text, "- {goal}");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peers_cell_says_how_many_times_ours_it_is() {
        let mut table = Table::of(&["time", "memory"]);
        table.line("this", [Some(Sample::of([1.0, 3.0, 2.0], "s")), None]);
        table.line("that", [Some(Sample::one(9.0, "s")), Some(Sample::one(1.0, "MiB"))]);
        let lines: Vec<String> = table.markdown().lines().skip(2).map(str::to_owned).collect();
        assert_eq!(lines, ["| this | 2 s (1 to 3) | |", "| that | 9 s: 4.50 × | 1 MiB |"]);
    }
}
