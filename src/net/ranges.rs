//! What an address is: public, or of a range that a request must not reach unasked.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The range an address lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    Public,
    /// This machine: 127.0.0.0/8, ::1.
    Loopback,
    /// 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, fc00::/7.
    Private,
    /// 100.64.0.0/10, behind a provider's address translation.
    Shared,
    /// 169.254.0.0/16, fe80::/10.
    LinkLocal,
    /// Where clouds hand out the machine's credentials.
    Metadata,
    Multicast,
    Broadcast,
    /// 0.0.0.0/8, ::.
    Unspecified,
    /// Addresses of examples.
    Documentation,
    /// An IPv4 address wrapped into IPv6 in a way that a tunnel unwraps: compatible, 6to4, Teredo, local NAT64.
    Tunnel,
    Reserved,
}

/// Metadata services of clouds, several of them inside ranges that are otherwise private or public.
const METADATA_V4: [Ipv4Addr; 6] = [
    Ipv4Addr::new(169, 254, 169, 254),
    Ipv4Addr::new(169, 254, 170, 2),
    Ipv4Addr::new(169, 254, 170, 23),
    Ipv4Addr::new(100, 100, 100, 200),
    Ipv4Addr::new(168, 63, 129, 16),
    Ipv4Addr::new(192, 0, 0, 192),
];
const METADATA_V6: [Ipv6Addr; 3] = [
    Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254),
    Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x23),
    Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254),
];

/// The IANA special-purpose registries, narrower blocks before wider ones.
const V4: &[(Ipv4Addr, u8, Range)] = &[
    (Ipv4Addr::new(255, 255, 255, 255), 32, Range::Broadcast),
    (Ipv4Addr::new(0, 0, 0, 0), 8, Range::Unspecified),
    (Ipv4Addr::new(127, 0, 0, 0), 8, Range::Loopback),
    (Ipv4Addr::new(10, 0, 0, 0), 8, Range::Private),
    (Ipv4Addr::new(172, 16, 0, 0), 12, Range::Private),
    (Ipv4Addr::new(192, 168, 0, 0), 16, Range::Private),
    (Ipv4Addr::new(100, 64, 0, 0), 10, Range::Shared),
    (Ipv4Addr::new(169, 254, 0, 0), 16, Range::LinkLocal),
    (Ipv4Addr::new(192, 0, 2, 0), 24, Range::Documentation),
    (Ipv4Addr::new(198, 51, 100, 0), 24, Range::Documentation),
    (Ipv4Addr::new(203, 0, 113, 0), 24, Range::Documentation),
    (Ipv4Addr::new(192, 0, 0, 0), 24, Range::Reserved),
    (Ipv4Addr::new(192, 31, 196, 0), 24, Range::Reserved),
    (Ipv4Addr::new(192, 52, 193, 0), 24, Range::Reserved),
    (Ipv4Addr::new(192, 88, 99, 0), 24, Range::Tunnel),
    (Ipv4Addr::new(192, 175, 48, 0), 24, Range::Reserved),
    (Ipv4Addr::new(198, 18, 0, 0), 15, Range::Reserved),
    (Ipv4Addr::new(224, 0, 0, 0), 4, Range::Multicast),
    (Ipv4Addr::new(240, 0, 0, 0), 4, Range::Reserved),
];
const V6: &[(Ipv6Addr, u8, Range)] = &[
    (Ipv6Addr::UNSPECIFIED, 128, Range::Unspecified),
    (Ipv6Addr::LOCALHOST, 128, Range::Loopback),
    (Ipv6Addr::UNSPECIFIED, 96, Range::Tunnel),
    (Ipv6Addr::new(0x64, 0xff9b, 1, 0, 0, 0, 0, 0), 48, Range::Tunnel),
    (Ipv6Addr::new(0x100, 0, 0, 0, 0, 0, 0, 0), 64, Range::Reserved),
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 32, Range::Tunnel),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32, Range::Documentation),
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23, Range::Reserved),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16, Range::Tunnel),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20, Range::Documentation),
    (Ipv6Addr::new(0x5f00, 0, 0, 0, 0, 0, 0, 0), 16, Range::Reserved),
    (Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7, Range::Private),
    (Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0), 10, Range::LinkLocal),
    (Ipv6Addr::new(0xfec0, 0, 0, 0, 0, 0, 0, 0), 10, Range::Reserved),
    (Ipv6Addr::new(0xff00, 0, 0, 0, 0, 0, 0, 0), 8, Range::Multicast),
];
/// The only block of IPv6 that is given out for use on the internet.
const GLOBAL_UNICAST: (Ipv6Addr, u8) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);
/// RFC 6052: a gateway turns these into the IPv4 address at their end.
const NAT64: (Ipv6Addr, u8) = (Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96);

impl Range {
    pub fn of(address: IpAddr) -> Range {
        match address {
            IpAddr::V4(v4) => of_v4(v4),
            IpAddr::V6(v6) => of_v6(v6),
        }
    }

    /// How a sentence calls it.
    pub fn words(self) -> &'static str {
        match self {
            Range::Public => "a public address",
            Range::Loopback => "an address of this machine itself",
            Range::Private => "an address of a private network",
            Range::Shared => "an address of a provider's shared network",
            Range::LinkLocal => "a link-local address",
            Range::Metadata => "a cloud's metadata service",
            Range::Multicast => "a multicast address",
            Range::Broadcast => "the broadcast address",
            Range::Unspecified => "an unspecified address",
            Range::Documentation => "an address for documentation",
            Range::Tunnel => "an IPv4 address inside a tunnel's IPv6 address",
            Range::Reserved => "a reserved address",
        }
    }
}

fn of_v4(address: Ipv4Addr) -> Range {
    if METADATA_V4.contains(&address) {
        return Range::Metadata;
    }
    let inside = |(net, bits, _): &&(Ipv4Addr, u8, Range)| contains((*net).into(), *bits, address.into());
    V4.iter().find(inside).map_or(Range::Public, |(.., range)| *range)
}

fn of_v6(address: Ipv6Addr) -> Range {
    if let Some(v4) = address.to_ipv4_mapped() {
        return of_v4(v4);
    }
    if contains(NAT64.0.into(), NAT64.1, address.into()) {
        let [.., a, b, c, d] = address.octets();
        return of_v4(Ipv4Addr::new(a, b, c, d));
    }
    if METADATA_V6.contains(&address) {
        return Range::Metadata;
    }
    let inside = |(net, bits, _): &&(Ipv6Addr, u8, Range)| contains((*net).into(), *bits, address.into());
    if let Some((.., range)) = V6.iter().find(inside) {
        return *range;
    }
    match contains(GLOBAL_UNICAST.0.into(), GLOBAL_UNICAST.1, address.into()) {
        true => Range::Public,
        false => Range::Reserved,
    }
}

/// Whether a network of so many leading bits holds the address. A wrapped IPv4 address counts as what it wraps.
pub(crate) fn contains(net: IpAddr, bits: u8, address: IpAddr) -> bool {
    match (net, address.to_canonical()) {
        (IpAddr::V4(net), IpAddr::V4(address)) => {
            let mask = u32::MAX.checked_shl(32 - u32::from(bits.min(32))).unwrap_or(0);
            net.to_bits() & mask == address.to_bits() & mask
        }
        (IpAddr::V6(net), IpAddr::V6(address)) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(bits.min(128))).unwrap_or(0);
            net.to_bits() & mask == address.to_bits() & mask
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_range_begins_and_ends_where_it_should() {
        for (address, range) in [
            ("8.8.8.8", Range::Public),
            ("9.255.255.255", Range::Public),
            ("10.0.0.0", Range::Private),
            ("10.255.255.255", Range::Private),
            ("11.0.0.0", Range::Public),
            ("172.15.255.255", Range::Public),
            ("172.16.0.0", Range::Private),
            ("172.31.255.255", Range::Private),
            ("172.32.0.0", Range::Public),
            ("192.168.0.1", Range::Private),
            ("100.63.255.255", Range::Public),
            ("100.64.0.0", Range::Shared),
            ("100.100.100.200", Range::Metadata),
            ("100.127.255.255", Range::Shared),
            ("0.0.0.0", Range::Unspecified),
            ("0.1.2.3", Range::Unspecified),
            ("127.0.0.1", Range::Loopback),
            ("127.255.255.254", Range::Loopback),
            ("169.254.0.1", Range::LinkLocal),
            ("169.254.169.254", Range::Metadata),
            ("168.63.129.16", Range::Metadata),
            ("192.0.2.1", Range::Documentation),
            ("198.19.0.1", Range::Reserved),
            ("224.0.0.1", Range::Multicast),
            ("239.255.255.255", Range::Multicast),
            ("240.0.0.1", Range::Reserved),
            ("255.255.255.255", Range::Broadcast),
            ("2606:4700::1111", Range::Public),
            ("::1", Range::Loopback),
            ("::", Range::Unspecified),
            ("::127.0.0.1", Range::Tunnel),
            ("::ffff:127.0.0.1", Range::Loopback),
            ("::ffff:8.8.8.8", Range::Public),
            ("64:ff9b::10.0.0.1", Range::Private),
            ("64:ff9b::169.254.169.254", Range::Metadata),
            ("64:ff9b::8.8.8.8", Range::Public),
            ("64:ff9b:1::8.8.8.8", Range::Tunnel),
            ("2002:7f00:1::", Range::Tunnel),
            ("2001:0:1::1", Range::Tunnel),
            ("2001:db8::1", Range::Documentation),
            ("fd00:ec2::254", Range::Metadata),
            ("fd00:ec2::255", Range::Private),
            ("fe80::1", Range::LinkLocal),
            ("fec0::1", Range::Reserved),
            ("ff02::1", Range::Multicast),
            ("4000::1", Range::Reserved),
        ] {
            assert_eq!(Range::of(address.parse().unwrap()), range, "{address}");
        }
    }
}
