//! The addresses that may call an environment.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use crate::InvalidName;

/// Addresses and CIDR blocks; empty lets everybody call, which is safe since webhooks are signed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowList(Vec<String>);

impl AllowList {
    pub fn is_open(&self) -> bool {
        self.0.is_empty()
    }

    /// How many addresses and blocks it has.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Whether it lets this address call.
    pub fn admits(&self, address: IpAddr) -> bool {
        self.is_open() || self.0.iter().filter_map(|text| Block::read(text)).any(|block| block.has(address))
    }
}

impl FromStr for AllowList {
    type Err = InvalidName;
    /// Separated by commas, spaces or line ends.
    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let mut blocks: Vec<String> = Vec::new();
        for block in text.split(|c: char| c == ',' || c.is_whitespace()).filter(|block| !block.is_empty()) {
            if Block::read(block).is_none() {
                return Err(InvalidName(format!(
                    "\"{block}\" is not an address or a CIDR block such as 203.0.113.0/24."
                )));
            }
            if !blocks.iter().any(|known| known == block) {
                blocks.push(block.to_owned());
            }
        }
        Ok(Self(blocks))
    }
}

impl fmt::Display for AllowList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(","))
    }
}

/// A single address is a block of one.
struct Block {
    address: IpAddr,
    prefix: u32,
}

impl Block {
    fn read(text: &str) -> Option<Self> {
        let (address, prefix) = text.split_once('/').map_or((text, None), |(a, p)| (a, Some(p)));
        let address: IpAddr = address.parse().ok()?;
        let (_, width) = bits(address);
        let prefix = match prefix {
            Some(digits) if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => {
                digits.parse().ok()?
            }
            Some(_) => return None,
            None => width,
        };
        (prefix <= width).then_some(Self { address, prefix })
    }

    fn has(&self, other: IpAddr) -> bool {
        let ((ours, width), (theirs, other_width)) = (bits(self.address), bits(other));
        // Shifting everything out is more than a shift can do.
        width == other_width && (self.prefix == 0 || (ours ^ theirs) >> (width - self.prefix) == 0)
    }
}

/// An address as a number, and how many bits that has.
fn bits(address: IpAddr) -> (u128, u32) {
    match address {
        IpAddr::V4(four) => (u128::from(u32::from(four)), 32),
        IpAddr::V6(six) => (u128::from(six), 128),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_however_it_was_typed_and_written_one_way() {
        let list: AllowList = " 203.0.113.0/24, 198.51.100.7\n2001:db8::/32,198.51.100.7 ".parse().unwrap();
        assert_eq!(list.to_string(), "203.0.113.0/24,198.51.100.7,2001:db8::/32");
        assert!("".parse::<AllowList>().unwrap().is_open());
    }

    #[test]
    fn an_address_is_admitted_by_its_block_or_by_an_empty_list() {
        let admits =
            |list: &str, address: &str| list.parse::<AllowList>().unwrap().admits(address.parse().unwrap());
        assert!(admits("", "198.51.100.7") && admits("198.51.100.7", "198.51.100.7"));
        assert!(admits("203.0.113.0/24,198.51.100.0/29", "198.51.100.7"));
        assert!(!admits("203.0.113.0/24,198.51.100.0/30", "198.51.100.7"));
        assert!(admits("2001:db8::/32", "2001:db8::1") && !admits("2001:db8::/32", "198.51.100.7"));
        assert!(admits("0.0.0.0/0", "198.51.100.7") && !admits("0.0.0.0/0", "2001:db8::1"));
        assert!(admits("::/0", "2001:db8::1"));
    }

    #[test]
    fn what_is_no_block_is_named() {
        for wrong in
            ["203.0.113.0/33", "203.0.113", "everybody", "10.0.0.0/", "10.0.0.0/+8", "2001:db8::/129"]
        {
            let error = format!("1.2.3.4,{wrong}").parse::<AllowList>().unwrap_err();
            assert!(error.0.contains(wrong), "{error}");
        }
    }
}
