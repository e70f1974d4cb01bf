//! What AWS charges for what the stack is made of, by region: the table `prices.csv`, which says when and from what
//! it was made, read once.
//!
//! A region that is not in the table has the prices of [`BASE`], and so has a price that the table leaves empty.

use std::sync::LazyLock;

use serde::Deserialize;

const TABLE: &str = include_str!("prices.csv");
/// The month of the table.
pub const AS_OF: &str = "October 2026";
/// The region whose prices stand in for those that are not known.
pub const BASE: &str = "us-east-1";

/// US dollars. The table says for each column what AWS calls it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prices {
    pub region: String,
    pub vcpu_hour: f64,
    pub gb_hour: f64,
    pub balancer_hour: f64,
    pub balancer_unit_hour: f64,
    pub nat_hour: f64,
    pub nat_gb: f64,
    pub address_hour: f64,
    rest_million: Option<f64>,
    pub log_gb: f64,
    pub alarm_month: f64,
    pub dashboard_month: f64,
    pub secret_month: f64,
}

impl Prices {
    /// The region's, or those of [`BASE`]; none where the table can't be read, which a test rules out.
    pub fn of(region: &str) -> Option<&'static Self> {
        row(region).or_else(|| row(BASE))
    }

    pub fn knows_requests(&self) -> bool {
        self.rest_million.is_some()
    }

    pub fn rest_million(&self) -> f64 {
        self.rest_million.or_else(|| row(BASE)?.rest_million).unwrap_or_default()
    }
}

fn row(region: &str) -> Option<&'static Prices> {
    rows().iter().find(|row| row.region == region)
}

fn rows() -> &'static [Prices] {
    static ROWS: LazyLock<Vec<Prices>> = LazyLock::new(|| read().unwrap_or_default());
    &ROWS
}

fn read() -> csv::Result<Vec<Prices>> {
    csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .trim(csv::Trim::All)
        .from_reader(TABLE.as_bytes())
        .deserialize()
        .collect()
}

#[cfg(test)]
pub fn regions() -> impl Iterator<Item = &'static str> {
    rows().iter().map(|row| row.region.as_str())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_table_is_read_whole_and_names_each_region_once() {
        let rows = read().unwrap();
        let regions: BTreeSet<_> = rows.iter().map(|row| &row.region).collect();
        assert_eq!(regions.len(), rows.len());
        assert_eq!(rows[0].region, BASE);
        assert!(rows[0].knows_requests(), "there is nothing to stand in for it");
        assert!(TABLE.contains(&format!("As of {AS_OF}.")));
    }

    /// Guards against a slip of the decimal point: no region of the table is far from another.
    #[test]
    fn every_price_is_near_that_of_the_base_region() {
        let columns = |p: &Prices| {
            [
                ("vcpu_hour", p.vcpu_hour),
                ("gb_hour", p.gb_hour),
                ("balancer_hour", p.balancer_hour),
                ("balancer_unit_hour", p.balancer_unit_hour),
                ("nat_hour", p.nat_hour),
                ("nat_gb", p.nat_gb),
                ("address_hour", p.address_hour),
                ("rest_million", p.rest_million()),
                ("log_gb", p.log_gb),
                ("alarm_month", p.alarm_month),
                ("dashboard_month", p.dashboard_month),
                ("secret_month", p.secret_month),
            ]
        };
        let base = columns(Prices::of(BASE).unwrap());
        for row in rows() {
            for ((column, price), (_, base)) in columns(row).into_iter().zip(base) {
                let ratio = price / base;
                assert!((0.9..1.6).contains(&ratio), "{column} of {}: {ratio}", row.region);
            }
        }
    }

    #[test]
    fn what_is_not_known_is_that_of_the_base_region() {
        assert_eq!(Prices::of("mars-north-1").unwrap().region, BASE);
        let canada = Prices::of("ca-central-1").unwrap();
        assert!(!canada.knows_requests());
        assert!((canada.rest_million() - 3.5).abs() < f64::EPSILON);
    }
}
