//! Opens a connection to a checked address. The name is resolved once, every address it has is checked, and the
//! connection goes to one of just these: a name that resolves differently a moment later changes nothing.

use crate::failure::{Failed, Phase, Why};
use crate::policy::AddressPolicy;
use crate::resolve::{self, Resolve};
use crate::target::{Host, Target};
use crate::watched::Progress;
use rustls::pki_types::ServerName;
use rustls::ClientConfig;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::{timeout, Instant};
use tokio_rustls::TlsConnector;

pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// The addresses of the target, all of them allowed. One that is not spoils the others: a name that points where it
/// must not is not to be trusted elsewhere.
async fn checked(
    target: &Target,
    policy: &AddressPolicy,
    resolver: &Arc<dyn Resolve>,
) -> Result<Vec<SocketAddr>, Failed> {
    let addresses = match target.host() {
        Host::Address(address) => vec![SocketAddr::new(*address, target.port())],
        Host::Name(name) => resolve::addresses(resolver, name, target.port()).await?,
    };
    for address in &addresses {
        policy.check(target, address.ip()).map_err(|refused| (Phase::Resolve, Why::Address(refused)))?;
    }
    Ok(addresses)
}

pub(crate) async fn open(
    target: &Target,
    policy: &AddressPolicy,
    resolver: &Arc<dyn Resolve>,
    tls: Option<Arc<ClientConfig>>,
    until: Instant,
    progress: &Progress,
) -> Result<Box<dyn Stream>, Failed> {
    progress.enter(Phase::Resolve);
    let addresses = checked(target, policy, resolver).await?;
    progress.enter(Phase::Connect);
    let tcp = connect(&addresses, until).await?;
    let Some(config) = tls else {
        return Ok(Box::new(tcp));
    };
    progress.enter(Phase::Tls);
    let name = match target.host() {
        Host::Address(address) => ServerName::from(*address),
        Host::Name(name) => {
            ServerName::try_from(name.clone()).map_err(|e| (Phase::Tls, Why::Tls(format!("\"{name}\": {e}"))))?
        }
    };
    let stream = TlsConnector::from(config).connect(name, tcp).await.map_err(|error| {
        // A refused certificate comes wrapped as invalid data; anything else is the connection's.
        let tls = error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>());
        (Phase::Tls, if tls { Why::Tls(error.to_string()) } else { Why::Io(error.to_string()) })
    })?;
    Ok(Box::new(stream))
}

/// One address after the other, each with its share of the time that is left.
async fn connect(addresses: &[SocketAddr], until: Instant) -> Result<TcpStream, Failed> {
    let mut last = Why::TimedOut;
    for (tried, address) in addresses.iter().enumerate() {
        let left = until.saturating_duration_since(Instant::now());
        let share = left / u32::try_from(addresses.len() - tried).unwrap_or(1);
        last = match attempt(*address, share).await {
            Ok(stream) => return Ok(stream),
            Err(why) => why,
        };
    }
    Err((Phase::Connect, last))
}

async fn attempt(address: SocketAddr, share: Duration) -> Result<TcpStream, Why> {
    match timeout(share, TcpStream::connect(address)).await {
        Ok(Ok(stream)) => {
            // A request is written at once; waiting to fill a packet would only add delay.
            let _ = stream.set_nodelay(true);
            Ok(stream)
        }
        Ok(Err(error)) => Err(Why::Io(format!("{address}: {error}"))),
        Err(_) => Err(Why::TimedOut),
    }
}
