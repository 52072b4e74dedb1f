//! A URL taken apart by a grammar so strict that no two readers can understand it differently.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

const MAX_URL_BYTES: usize = 2_048;
const MAX_NAME_BYTES: usize = 253;
const MAX_LABEL_BYTES: usize = 63;

/// Where a request goes. There is no other way to make one than [`Target::parse`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    https: bool,
    host: Host,
    port: u16,
    /// Path and query, beginning with a slash.
    path: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Host {
    /// In lower case.
    Name(String),
    Address(IpAddr),
}

/// Why a URL is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadUrl {
    Empty,
    TooLong,
    Characters,
    Scheme,
    UserInfo,
    Fragment,
    Port,
    Address,
    Name,
}

impl fmt::Display for BadUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BadUrl::Empty => "the URL is empty",
            BadUrl::TooLong => "the URL is longer than 2,048 bytes",
            BadUrl::Characters => {
                "the URL has a blank, a control character, a backslash or a letter outside ASCII in it \
                 (international names are written in their xn-- form)"
            }
            BadUrl::Scheme => "the URL does not begin with https:// or http://",
            BadUrl::UserInfo => "the URL has a user name or password in front of its host",
            BadUrl::Fragment => "the URL has a # in it",
            BadUrl::Port => "the port of the URL is not a number from 1 to 65535",
            BadUrl::Address => {
                "the host of the URL is a number in an unusual spelling: an IPv4 address is four decimal numbers, \
                 an IPv6 address stands in brackets and has no zone"
            }
            BadUrl::Name => "the host of the URL is not a host name (letters, digits, hyphens, single dots between)",
        })
    }
}

impl Target {
    pub fn parse(url: &str) -> Result<Target, BadUrl> {
        if url.is_empty() {
            return Err(BadUrl::Empty);
        }
        if url.len() > MAX_URL_BYTES {
            return Err(BadUrl::TooLong);
        }
        if !url.bytes().all(|b| b.is_ascii_graphic() && b != b'\\') {
            return Err(BadUrl::Characters);
        }
        if url.contains('#') {
            return Err(BadUrl::Fragment);
        }
        let (scheme, rest) = url.split_once("://").ok_or(BadUrl::Scheme)?;
        let https = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return Err(BadUrl::Scheme),
        };
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        if authority.contains('@') {
            return Err(BadUrl::UserInfo);
        }
        let (host, port) = split_port(authority)?;
        let port = match port {
            Some(port) => parse_port(port)?,
            None if https => 443,
            None => 80,
        };
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        Ok(Target { https, host: Host::parse(host)?, port, path })
    }

    pub fn is_https(&self) -> bool {
        self.https
    }

    pub fn host(&self) -> &Host {
        &self.host
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// Scheme, host and port: what may be told of a URL, whose path and query can hold a secret.
    pub fn origin(&self) -> String {
        format!("{}://{}", if self.https { "https" } else { "http" }, self.authority())
    }

    /// What the Host header says.
    pub(crate) fn authority(&self) -> String {
        match (self.https, self.port) {
            (true, 443) | (false, 80) => self.host.to_string(),
            _ => format!("{}:{}", self.host, self.port),
        }
    }
}

impl Host {
    /// A host as it stands in a URL: a name, an IPv4 address or an IPv6 address in brackets.
    fn parse(text: &str) -> Result<Host, BadUrl> {
        if let Some(inner) = text.strip_prefix('[') {
            let inner = inner.strip_suffix(']').ok_or(BadUrl::Address)?;
            return inner.parse::<Ipv6Addr>().map(|v6| Host::Address(v6.into())).map_err(|_| BadUrl::Address);
        }
        if let Ok(v4) = text.parse::<Ipv4Addr>() {
            return Ok(Host::Address(v4.into()));
        }
        // inet_aton() takes 127.1, 0x7f000001 and 017700000001 for addresses, and so does getaddrinfo().
        let last = text.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
        if last.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(BadUrl::Address);
        }
        Host::name(text).ok_or(BadUrl::Name)
    }

    /// A host name in lower case, if it is one.
    pub(crate) fn name(text: &str) -> Option<Host> {
        let letter = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        let label = |label: &str| (1..=MAX_LABEL_BYTES).contains(&label.len()) && label.bytes().all(letter);
        let whole = text.len() <= MAX_NAME_BYTES && text.split('.').all(label);
        whole.then(|| Host::Name(text.to_ascii_lowercase()))
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Host::Name(name) => f.write_str(name),
            Host::Address(IpAddr::V4(v4)) => v4.fmt(f),
            Host::Address(IpAddr::V6(v6)) => write!(f, "[{v6}]"),
        }
    }
}

fn split_port(authority: &str) -> Result<(&str, Option<&str>), BadUrl> {
    if authority.starts_with('[') {
        let end = authority.find(']').ok_or(BadUrl::Address)? + 1;
        let (host, rest) = authority.split_at(end);
        return match rest.strip_prefix(':') {
            Some(port) => Ok((host, Some(port))),
            None if rest.is_empty() => Ok((host, None)),
            None => Err(BadUrl::Address),
        };
    }
    Ok(authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port))))
}

fn parse_port(text: &str) -> Result<u16, BadUrl> {
    let digits = (1..=5).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let port = if digits { text.parse().unwrap_or(0) } else { 0 };
    if port == 0 {
        return Err(BadUrl::Port);
    }
    Ok(port)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_url_is_taken_apart() {
        for (url, origin, path) in [
            ("https://api.example.com/v1/chat", "https://api.example.com", "/v1/chat"),
            ("HTTPS://API.Example.Com:443", "https://api.example.com", "/"),
            ("http://127.0.0.1:8080/v1?x=1", "http://127.0.0.1:8080", "/v1?x=1"),
            ("https://[2606:4700::1111]:8443/", "https://[2606:4700::1111]:8443", "/"),
            ("https://xn--bcher-kva.example?api-version=1", "https://xn--bcher-kva.example", "/?api-version=1"),
            ("http://gpu_box:80", "http://gpu_box", "/"),
        ] {
            let target = Target::parse(url).unwrap_or_else(|bad| panic!("{url}: {bad}"));
            assert_eq!((target.origin().as_str(), target.path()), (origin, path), "{url}");
        }
    }

    #[test]
    fn what_readers_could_understand_differently_is_refused() {
        for (url, bad) in [
            ("", BadUrl::Empty),
            ("api.example.com/v1", BadUrl::Scheme),
            ("https://a b/", BadUrl::Characters),
            ("https://user@host/", BadUrl::UserInfo),
            ("https://host/#x", BadUrl::Fragment),
            ("https://host:0/", BadUrl::Port),
            ("https://host:/", BadUrl::Port),
            ("https://host:+80/", BadUrl::Port),
            ("https://host:65536/", BadUrl::Port),
            ("https://127.1/", BadUrl::Address),
            ("https://[::1/", BadUrl::Address),
            ("https://::1/", BadUrl::Port),
            ("https:///v1", BadUrl::Name),
            ("https://host./", BadUrl::Name),
            ("https://a..b/", BadUrl::Name),
        ] {
            assert_eq!(Target::parse(url), Err(bad), "{url}");
        }
    }
}
