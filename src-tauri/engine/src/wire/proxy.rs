//! A proxy's address, which may hold a password and is therefore shown without.

use std::fmt;
use std::str::FromStr;

use ipc::InvalidName;
use url::Url;

#[derive(Clone, PartialEq, Eq)]
pub struct ProxyAddress(Url);

impl ProxyAddress {
    /// With the credentials, for whoever connects.
    pub(super) fn url(&self) -> &Url {
        &self.0
    }

    /// Name and password, as they were before they were put into an address.
    pub fn credentials(&self) -> Option<(String, String)> {
        let plain = |text: &str| {
            let text = text.replace('+', "%2B");
            let pair = url::form_urlencoded::parse(text.as_bytes()).next();
            pair.map(|(key, _)| key.into_owned()).unwrap_or_default()
        };
        let given = !self.0.username().is_empty() || self.0.password().is_some();
        given.then(|| (plain(self.0.username()), plain(self.0.password().unwrap_or_default())))
    }
}

impl FromStr for ProxyAddress {
    type Err = InvalidName;

    /// `proxy.example.com:8080` is an HTTP proxy, as curl and the AWS tools read it.
    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let text = text.trim();
        let whole = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
        match Url::parse(&whole) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(Self(url)),
            _ => Err(InvalidName("A proxy's address looks like http://proxy.example.com:8080.".into())),
        }
    }
}

/// Host and port, nothing else.
impl fmt::Display for ProxyAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.0.host_str().unwrap_or_default();
        let port = self.0.port_or_known_default().unwrap_or_default();
        write!(f, "{host}:{port}")
    }
}

impl fmt::Debug for ProxyAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ProxyAddress({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_others_read_it_and_shown_without_its_password() {
        let plain: ProxyAddress = "proxy.example.com:8080".parse().unwrap();
        assert_eq!(plain.url().as_str(), "http://proxy.example.com:8080/");
        assert_eq!(plain.credentials(), None);
        let guarded: ProxyAddress = "https://anna:p%40ss+1@proxy.example.com".parse().unwrap();
        assert_eq!(guarded.credentials(), Some(("anna".into(), "p@ss+1".into())));
        assert_eq!(
            format!("{guarded} {guarded:?}"),
            "proxy.example.com:443 ProxyAddress(proxy.example.com:443)"
        );
        for wrong in ["", "socks5://proxy:1080", "http://", "file:///x"] {
            assert!(wrong.parse::<ProxyAddress>().is_err(), "{wrong}");
        }
    }
}
