//! Which addresses a request may reach.
//!
//! A list of entries, separated by commas:
//!
//! * a host name (`llm.example.com`), an address (`10.0.0.5`, `::1`) or a network (`10.0.0.0/8`, `fd00::/8`);
//! * with `http://` in front: also without encryption.
//!
//! With an empty list every public address may be reached by https. With a list only what is on it. Loopback, private
//! and shared addresses have to be on it, by name, address or network; other special ranges by address or network; a
//! cloud's metadata service by its very address. Without encryption a request may leave this machine only to an entry
//! with `http://`.

use crate::ranges::{contains, Range};
use crate::target::{Host, Target};
use std::fmt;
use std::net::IpAddr;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressPolicy {
    entries: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    what: Listed,
    plain_http: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Listed {
    Name(String),
    Network { net: IpAddr, bits: u8 },
}

/// Why an address is not connected to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// There is a list, and neither the name nor the address is on it.
    NotListed { host: String, address: IpAddr },
    /// The address is of a special range that has to be listed.
    Special { host: String, address: IpAddr, range: Range },
    /// The request would leave this machine without encryption.
    PlainHttp { host: String, address: IpAddr },
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::NotListed { host, address } => {
                write!(f, "\"{host}\" ({address}) is not on the list of allowed hosts")
            }
            Refused::Special { host, address, range } => {
                write!(f, "\"{host}\" ({address}) is {}, which the list of allowed hosts does not open", range.words())
            }
            Refused::PlainHttp { host, address } => write!(
                f,
                "\"{host}\" ({address}) would be sent the request without encryption: \
                 the list of allowed hosts has no http:// entry for it"
            ),
        }
    }
}

impl AddressPolicy {
    /// Reads the list; the error says which entry is wrong.
    pub fn parse(list: &str) -> Result<AddressPolicy, String> {
        let texts = list.split(',').map(str::trim).filter(|text| !text.is_empty());
        Ok(AddressPolicy { entries: texts.map(Entry::parse).collect::<Result<_, _>>()? })
    }

    /// Whether the target may be reached at this address.
    pub fn check(&self, target: &Target, address: IpAddr) -> Result<(), Refused> {
        let host = target.host().to_string();
        let range = Range::of(address);
        let matching: Vec<&Entry> = self.entries.iter().filter(|entry| entry.matches(target.host(), address)).collect();
        if matching.is_empty() && !self.entries.is_empty() && range == Range::Public {
            return Err(Refused::NotListed { host, address });
        }
        if range != Range::Public && !matching.iter().any(|entry| entry.opens(range)) {
            return Err(Refused::Special { host, address, range });
        }
        let encrypted = target.is_https() || range == Range::Loopback;
        if !encrypted && !matching.iter().any(|entry| entry.plain_http) {
            return Err(Refused::PlainHttp { host, address });
        }
        Ok(())
    }

    /// What can be told without looking up a name: a target given by its address is allowed or not.
    pub fn check_unresolved(&self, target: &Target) -> Result<(), Refused> {
        match target.host() {
            Host::Address(address) => self.check(target, *address),
            Host::Name(_) => Ok(()),
        }
    }
}

impl Entry {
    fn parse(text: &str) -> Result<Entry, String> {
        let (bare, plain_http) = match text.strip_prefix("http://") {
            Some(bare) => (bare, true),
            None => (text, false),
        };
        let bare = bare.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(bare);
        let wrong = || format!("\"{text}\" is not a host name, an address or a network such as 10.0.0.0/8");
        let what = match bare.split_once('/') {
            Some((net, bits)) => {
                let net: IpAddr = net.parse().map_err(|_| wrong())?;
                let bits: u8 = bits.parse().map_err(|_| wrong())?;
                if bits > if net.is_ipv4() { 32 } else { 128 } {
                    return Err(wrong());
                }
                Listed::Network { net, bits }
            }
            None => match bare.parse::<IpAddr>() {
                Ok(net) => Listed::Network { net, bits: if net.is_ipv4() { 32 } else { 128 } },
                Err(_) => match Target::parse(&format!("https://{bare}")).map(|target| target.host().clone()) {
                    Ok(Host::Name(name)) if name.eq_ignore_ascii_case(bare) => Listed::Name(name),
                    _ => return Err(wrong()),
                },
            },
        };
        Ok(Entry { what, plain_http })
    }

    fn matches(&self, host: &Host, address: IpAddr) -> bool {
        match &self.what {
            Listed::Name(name) => matches!(host, Host::Name(asked) if asked == name),
            Listed::Network { net, bits } => contains(*net, *bits, address),
        }
    }

    fn opens(&self, range: Range) -> bool {
        match &self.what {
            Listed::Name(_) => matches!(range, Range::Public | Range::Loopback | Range::Private | Range::Shared),
            Listed::Network { net, bits } => range != Range::Metadata || *bits == if net.is_ipv4() { 32 } else { 128 },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the list says to a request for the URL at the address.
    fn verdict(list: &str, url: &str, address: &str) -> &'static str {
        let policy = AddressPolicy::parse(list).unwrap();
        match policy.check(&Target::parse(url).unwrap(), address.parse().unwrap()) {
            Ok(()) => "yes",
            Err(Refused::NotListed { .. }) => "not listed",
            Err(Refused::Special { .. }) => "special",
            Err(Refused::PlainHttp { .. }) => "plain http",
        }
    }

    #[test]
    fn without_a_list_every_public_address_is_reached_by_https() {
        assert_eq!(verdict("", "https://api.example.com", "8.8.8.8"), "yes");
        assert_eq!(verdict("", "http://api.example.com", "8.8.8.8"), "plain http");
        assert_eq!(verdict("", "https://api.example.com", "10.0.0.5"), "special");
        assert_eq!(verdict("", "http://localhost", "127.0.0.1"), "special");
    }

    #[test]
    fn an_address_is_judged_before_a_request_and_a_name_is_not() {
        let policy = AddressPolicy::parse("").unwrap();
        let judged = |url: &str| policy.check_unresolved(&Target::parse(url).unwrap()).is_ok();
        assert!(!judged("http://127.0.0.1:8080") && !judged("https://169.254.169.254"));
        assert!(judged("https://8.8.8.8") && judged("http://localhost:8080"));
    }

    #[test]
    fn with_a_list_only_what_is_on_it() {
        let list = "api.example.com, 10.0.0.0/8,::1";
        assert_eq!(verdict(list, "https://API.example.com", "8.8.8.8"), "yes");
        assert_eq!(verdict(list, "https://evil.example.com", "8.8.8.8"), "not listed");
        assert_eq!(verdict(list, "https://anything", "10.1.2.3"), "yes");
        assert_eq!(verdict(list, "https://anything", "11.1.2.3"), "not listed");
        assert_eq!(verdict(list, "http://[::1]:8080", "::1"), "yes");
        assert_eq!(verdict(list, "https://api.example.com", "192.168.0.1"), "yes");
    }

    #[test]
    fn a_name_does_not_open_what_no_model_stands_on() {
        assert_eq!(verdict("llm", "https://llm", "169.254.1.1"), "special");
        assert_eq!(verdict("llm,169.254.0.0/16", "https://llm", "169.254.1.1"), "yes");
        assert_eq!(verdict("llm,0.0.0.0/0", "https://llm", "169.254.169.254"), "special");
        assert_eq!(verdict("169.254.169.254", "https://llm", "169.254.169.254"), "yes");
        assert_eq!(verdict("10.0.0.0/8", "https://llm", "::ffff:10.0.0.1"), "yes");
    }

    #[test]
    fn without_encryption_only_to_this_machine_or_where_the_list_says_http() {
        assert_eq!(verdict("localhost", "http://localhost", "127.0.0.1"), "yes");
        assert_eq!(verdict("10.0.0.5", "http://10.0.0.5", "10.0.0.5"), "plain http");
        assert_eq!(verdict("http://10.0.0.5", "http://10.0.0.5", "10.0.0.5"), "yes");
        assert_eq!(verdict("http://[fd00::5]", "http://[fd00::5]", "fd00::5"), "yes");
        assert_eq!(verdict("http://gpu.internal", "http://gpu.internal", "10.0.0.5"), "yes");
    }

    #[test]
    fn an_entry_that_is_none_is_named() {
        for entry in
            ["*.example.com", "10.0.0.0/33", "https://x", "host:80", "user@host", "127.1", "host/path", "::/129"]
        {
            let error = AddressPolicy::parse(&format!("localhost, {entry}")).unwrap_err();
            assert!(error.contains(entry), "{error}");
        }
    }
}
