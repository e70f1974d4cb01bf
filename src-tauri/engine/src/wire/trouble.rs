//! Why nobody answered, told apart by what the HTTP clients say: they have no types for it that both share.

use std::error::Error;

use super::Wire;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The proxy does not answer, or does not let us through.
    Proxy,
    /// It wants a name and a password.
    ProxyCredentials,
    /// A certificate that nobody whom this machine believes has signed.
    Certificate,
    /// The name leads to no address.
    Name,
    Time,
    Other,
}

impl Trouble {
    pub fn of(error: &(dyn Error + 'static)) -> Self {
        let mut texts = Vec::new();
        let mut next = Some(error);
        while let Some(error) = next {
            texts.push(error.to_string());
            next = error.source();
        }
        Self::said(&texts.join(": "))
    }

    fn said(text: &str) -> Self {
        let text = text.to_ascii_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
        if has(&["proxy authorization required", "proxy authentication required"]) {
            Self::ProxyCredentials
        } else if has(&["tunnel error", "unsuccessful tunnel", "proxy connect"]) {
            Self::Proxy
        } else if has(&["invalid peer certificate", "unknownissuer", "certificate verify failed"]) {
            Self::Certificate
        } else if has(&["dns error", "failed to lookup address"]) {
            Self::Name
        } else if has(&["timeout", "timed out"]) {
            Self::Time
        } else {
            Self::Other
        }
    }

    /// What happened and what to do about it, `whom` being who did not answer. None where no more is known.
    pub fn tell(self, whom: &str, wire: &Wire) -> Option<(String, String)> {
        let proxy = wire.https.as_ref().or(wire.http.as_ref()).map(ToString::to_string).unwrap_or_default();
        let (message, next) = match self {
            Self::Proxy => (
                format!("The proxy {proxy} does not answer, or does not let us through to {whom}."),
                "Check its address under Network on the AWS page, or in HTTPS_PROXY, then try again.",
            ),
            Self::ProxyCredentials => (
                format!("The proxy {proxy} wants a name and a password."),
                "Set HTTPS_PROXY with both where you start this program; they are not kept in a file.",
            ),
            Self::Certificate => (
                format!(
                    "The certificate that came in the name of {whom} is signed by nobody whom this computer knows. \
                     A company's network often puts its own in between."
                ),
                "Ask your IT department for its CA bundle, a .pem file, and name it under Network on the AWS page \
                 or in AWS_CA_BUNDLE.",
            ),
            Self::Name => (
                format!("This computer finds no address for {whom}."),
                "Check the network and the region's name. Where the way out is a proxy, name it under Network on \
                 the AWS page or in HTTPS_PROXY.",
            ),
            Self::Time => (
                format!("{whom} did not answer in time."),
                "Check the network. Where the way out is a proxy, name it under Network on the AWS page or in \
                 HTTPS_PROXY, then try again.",
            ),
            Self::Other => return None,
        };
        Some((message, next.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As hyper, rustls and the system's resolver say it.
    #[test]
    fn what_stood_in_the_way_is_told_by_what_the_clients_say() {
        for (said, trouble) in [
            (
                "dispatch failure: io error: tunnel error: failed to create underlying connection",
                Trouble::Proxy,
            ),
            ("client error (Connect): tunnel error: unsuccessful", Trouble::Proxy),
            ("tunnel error: proxy authorization required", Trouble::ProxyCredentials),
            ("client error (Connect): invalid peer certificate: UnknownIssuer", Trouble::Certificate),
            ("dns error: failed to lookup address information: Name or service not known", Trouble::Name),
            ("HTTP connect timeout occurred after 3s", Trouble::Time),
            ("tcp connect error: Connection refused (os error 111)", Trouble::Other),
        ] {
            assert_eq!(Trouble::said(said), trouble, "{said}");
        }
    }

    #[test]
    fn each_trouble_names_whom_and_what_to_do() {
        let proxy = "http://anna:canary@proxy:3128".parse().ok();
        let wire = Wire { https: proxy, ..Wire::default() };
        let told: Vec<String> =
            [Trouble::Proxy, Trouble::ProxyCredentials, Trouble::Certificate, Trouble::Name, Trouble::Time]
                .into_iter()
                .filter_map(|trouble| trouble.tell("AWS", &wire))
                .map(|(message, next)| format!("{message} {next}"))
                .collect();
        assert!(told[0].contains("proxy:3128") && told[1].contains("HTTPS_PROXY"), "{told:?}");
        assert!(told[2].contains("CA bundle"), "{told:?}");
        let different: std::collections::BTreeSet<&String> = told.iter().collect();
        assert_eq!(different.len(), 5);
        assert!(!told.concat().contains("canary"));
        assert_eq!(Trouble::Other.tell("AWS", &wire), None);
    }
}
