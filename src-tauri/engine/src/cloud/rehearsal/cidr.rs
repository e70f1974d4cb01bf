//! IPv4 blocks: `Fn::Cidr`, and whether an address lies in one.

use std::net::Ipv4Addr;

use super::template::Said;

/// An address and the length of its prefix.
fn parse(block: &str) -> Option<(u32, u32)> {
    let (address, length) = block.trim().split_once('/')?;
    let length: u32 = length.parse().ok().filter(|l| *l <= 32)?;
    Some((u32::from(address.parse::<Ipv4Addr>().ok()?), length))
}

fn mask(length: u32) -> u32 {
    u32::MAX.checked_shl(32 - length).unwrap_or(0)
}

/// `count` neighbouring blocks of `bits` host bits each, from the start of `block`.
pub fn divide(block: &str, count: &str, bits: &str) -> Said<Vec<String>> {
    let wrong =
        || format!("Template error: Fn::Cidr can't divide {block} into {count} blocks of {bits} bits");
    let (address, length) = parse(block).ok_or_else(wrong)?;
    let count: u32 = count.parse().ok().filter(|c| (1..=256).contains(c)).ok_or_else(wrong)?;
    let bits: u32 = bits.parse().ok().filter(|b| (1..=32 - length).contains(b)).ok_or_else(wrong)?;
    if u64::from(count) << bits > 1_u64 << (32 - length) {
        return Err(wrong());
    }
    let start = u64::from(address & mask(length));
    let block_at = |index: u32| {
        let address = start + (u64::from(index) << bits);
        format!("{}/{}", Ipv4Addr::from(u32::try_from(address).unwrap_or(u32::MAX)), 32 - bits)
    };
    Ok((0..count).map(block_at).collect())
}

/// A block that can't be read holds nothing. A bare address is a block of one.
pub fn holds(block: &str, address: Ipv4Addr) -> bool {
    match parse(block) {
        Some((start, length)) => (u32::from(address) ^ start) & mask(length) == 0,
        None => block.trim().parse() == Ok(address),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_divided_as_the_documentation_shows() {
        let three = divide("10.0.0.0/16", "3", "8").unwrap();
        assert_eq!(three, ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"]);
        assert!(divide("10.0.0.0/24", "2", "8").is_err(), "two blocks of 256 do not fit into one");
        assert!(divide("10.0.0.0/24", "1", "33").is_err());
        assert!(divide("0.0.0.0/0", "1", "32").is_ok());
    }

    #[test]
    fn an_address_lies_in_its_block_only() {
        let address = Ipv4Addr::new(203, 0, 113, 7);
        assert!(
            holds("203.0.113.0/24", address) && holds("0.0.0.0/0", address) && holds("203.0.113.7", address)
        );
        assert!(!holds("203.0.112.0/24", address) && !holds("nonsense", address));
    }
}
