//! Peers on loopback that misbehave on purpose, for tests and measurements: an HTTP server ([`Peer`]), one behind TLS
//! ([`Certificate`]), a port where nobody picks up ([`FullPort`]) and a name server that never answers
//! ([`SilentNameServer`]).

mod certificate;
mod full_port;
mod name_server;
mod peer;

pub use certificate::Certificate;
pub use full_port::FullPort;
pub use name_server::SilentNameServer;
pub use peer::{reply, Manner, Peer};
