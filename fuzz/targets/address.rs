//! A URL that is taken reads the same when read again; a list opens no more than it says. Three lines: a list of hosts,
//! a URL, an address.
#![no_main]

use copilot_net::{AddressPolicy, Host, Range, Target};
use libfuzzer_sys::fuzz_target;
use std::net::IpAddr;

/// The very address stands in the list.
fn names(list: &str, address: IpAddr) -> bool {
    list.split(',').any(|entry| {
        let bare = entry.trim().trim_start_matches("http://").trim_start_matches('[').trim_end_matches(']');
        let bare = bare.strip_suffix("/32").or_else(|| bare.strip_suffix("/128")).unwrap_or(bare);
        bare.parse::<IpAddr>().is_ok_and(|listed| listed.to_canonical() == address.to_canonical())
    })
}

fuzz_target!(|text: &str| {
    let mut lines = text.splitn(3, '\n');
    let mut line = || lines.next().unwrap_or_default();
    let (list, url, address) = (line(), line(), line());
    let policy = AddressPolicy::parse(list);
    let Ok(target) = Target::parse(url) else { return };
    let again = Target::parse(&target.origin()).expect("the origin of a URL is a URL");
    assert_eq!((again.host(), again.port(), again.is_https()), (target.host(), target.port(), target.is_https()));
    assert_eq!(again.origin(), target.origin());
    if let Host::Name(name) = target.host() {
        assert!(name.parse::<IpAddr>().is_err() && !name.contains(|c: char| c.is_ascii_uppercase()), "{name}");
    }
    let (Ok(policy), Ok(address)) = (policy, address.parse::<IpAddr>()) else { return };
    let range = Range::of(address);
    if policy.check(&target, address).is_ok() {
        assert!(range != Range::Metadata || names(list, address), "{list:?} opens {address}");
        assert!(range == Range::Public || !list.trim().is_empty(), "{address} is {range:?}");
        let stays_here = range == Range::Loopback;
        assert!(target.is_https() || stays_here || list.contains("http://"), "{list:?} opens {url:?}");
    }
});
