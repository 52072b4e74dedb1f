//! From a name to addresses. The system's resolver blocks and cannot be interrupted, so that it runs in a thread of its
//! own, which nobody waits for when the request is given up. That thread never handles a signal.

use crate::failure::{Failed, Phase, Why};
use nix::sys::signal::{SigSet, SigmaskHow};
use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;
use tokio::sync::oneshot;

/// Threads that have not come back. With this many a name server is dead, and one more thread would not help.
const MAX_THREADS: usize = 4;
static THREADS: AtomicUsize = AtomicUsize::new(0);

/// Blocks until the name is resolved.
pub trait Resolve: Send + Sync {
    fn resolve(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>>;
}

/// getaddrinfo().
pub struct SystemResolver;

impl Resolve for SystemResolver {
    fn resolve(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        Ok((host, port).to_socket_addrs()?.collect())
    }
}

/// A place among the threads, given back when the thread ends.
struct Place;

impl Place {
    fn take() -> Option<Place> {
        let one_more = |running: usize| (running < MAX_THREADS).then_some(running + 1);
        THREADS.fetch_update(Ordering::SeqCst, Ordering::SeqCst, one_more).ok().map(|_| Place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        THREADS.fetch_sub(1, Ordering::SeqCst);
    }
}

pub(crate) async fn addresses(resolver: &Arc<dyn Resolve>, host: &str, port: u16) -> Result<Vec<SocketAddr>, Failed> {
    let failed = |why: Why| (Phase::Resolve, why);
    let place = Place::take()
        .ok_or_else(|| failed(Why::Io(format!("{MAX_THREADS} earlier name resolutions have not come back yet"))))?;
    let (tell, told) = oneshot::channel();
    let (resolver, name) = (Arc::clone(resolver), host.to_owned());
    let work = move || {
        let _place = place;
        // Nobody listens when the request was given up meanwhile.
        let _ = tell.send(resolver.resolve(&name, port));
    };
    spawn_without_signals(work).map_err(|e| failed(Why::Io(e.to_string())))?;
    let resolved = told.await.map_err(|_| failed(Why::Io("the resolver gave up".into())))?;
    match resolved {
        Ok(addresses) if addresses.is_empty() => Err(failed(Why::NoAddress(host.to_owned()))),
        Ok(addresses) => Ok(addresses),
        Err(error) => Err(failed(Why::Io(format!("\"{host}\": {error}")))),
    }
}

/// A thread inherits the mask of the one that starts it: with all signals blocked here, none can reach it in the moment
/// before it could block them itself.
fn spawn_without_signals(work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let before = SigSet::all().thread_swap_mask(SigmaskHow::SIG_BLOCK)?;
    let spawned = std::thread::Builder::new().name("copilot resolver".into()).spawn(work);
    before.thread_set_mask()?;
    spawned.map(drop)
}
