//! The matrix as a table of text, for a person.

/// Rows and columns in the order given; a cell that was not run is left blank.
pub fn draw(columns: &[String], rows: &[(String, Vec<String>)]) -> String {
    let first = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let widths: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(index, name)| rows.iter().map(|(_, cells)| cells[index].len()).fold(name.len(), usize::max))
        .collect();
    let line = |name: &str, cells: &[String]| {
        let cells = cells.iter().zip(&widths).map(|(cell, width)| format!("  {cell:<width$}"));
        format!("{name:<first$}{}", cells.collect::<String>()).trim_end().to_owned() + "\n"
    };
    let body: String = rows.iter().map(|(name, cells)| line(name, cells)).collect();
    format!("{}{body}", line("", columns))
}
