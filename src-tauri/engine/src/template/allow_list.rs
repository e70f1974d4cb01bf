//! The addresses that may call an environment.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ipc::InvalidName;

/// Addresses and CIDR blocks; empty lets everybody call, which is safe since webhooks are signed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowList(Vec<String>);

impl AllowList {
    pub fn is_open(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromStr for AllowList {
    type Err = InvalidName;
    /// Separated by commas, spaces or line ends.
    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let mut blocks: Vec<String> = Vec::new();
        for block in text.split(|c: char| c == ',' || c.is_whitespace()).filter(|block| !block.is_empty()) {
            if !is_block(block) {
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

fn is_block(text: &str) -> bool {
    let (address, length) = text.split_once('/').map_or((text, None), |(a, l)| (a, Some(l)));
    let Ok(address) = address.parse::<IpAddr>() else { return false };
    let longest = if address.is_ipv4() { 32 } else { 128 };
    length.is_none_or(|length| length.parse::<u8>().is_ok_and(|length| length <= longest))
}

impl fmt::Display for AllowList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(","))
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
    fn what_is_no_block_is_named() {
        for wrong in ["203.0.113.0/33", "203.0.113", "everybody", "10.0.0.0/", "2001:db8::/129"] {
            let error = format!("1.2.3.4,{wrong}").parse::<AllowList>().unwrap_err();
            assert!(error.0.contains(wrong), "{error}");
        }
    }
}
