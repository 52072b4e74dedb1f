//! Whose certificates count: the file of certificate authorities that the caller names, or else the system's.

use crate::failure::Why;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// The TLS configuration of the last request, kept because reading the system's authorities takes milliseconds.
#[derive(Default)]
pub(crate) struct Trust {
    kept: Option<(Source, Arc<ClientConfig>)>,
}

/// A file counts as the same while its time of change is.
#[derive(Clone, PartialEq, Eq)]
enum Source {
    System,
    File { path: PathBuf, changed: SystemTime },
}

impl Trust {
    pub(crate) fn config(&mut self, ca_file: Option<&Path>) -> Result<Arc<ClientConfig>, Why> {
        let source = match ca_file {
            None => Source::System,
            Some(path) => Source::File {
                path: path.to_owned(),
                changed: std::fs::metadata(path).and_then(|meta| meta.modified()).map_err(|e| bad(path, e))?,
            },
        };
        if let Some((kept, config)) = &self.kept {
            if *kept == source {
                return Ok(Arc::clone(config));
            }
        }
        let config = Arc::new(build(roots(ca_file)?)?);
        self.kept = Some((source, Arc::clone(&config)));
        Ok(config)
    }
}

fn bad(path: &Path, why: impl std::fmt::Display) -> Why {
    Why::CaFile(format!("{}: {why}", path.display()))
}

fn roots(ca_file: Option<&Path>) -> Result<RootCertStore, Why> {
    let mut roots = RootCertStore::empty();
    match ca_file {
        None => {
            let system = rustls_native_certs::load_native_certs();
            let (good, _) = roots.add_parsable_certificates(system.certs);
            if good == 0 {
                return Err(Why::CaFile("the system has no certificate authorities (package ca-certificates)".into()));
            }
        }
        Some(path) => {
            let certificates = CertificateDer::pem_file_iter(path).map_err(|e| bad(path, e))?;
            for certificate in certificates {
                roots.add(certificate.map_err(|e| bad(path, e))?).map_err(|e| bad(path, e))?;
            }
            if roots.is_empty() {
                return Err(bad(path, "it has no certificate in it"));
            }
        }
    }
    Ok(roots)
}

fn build(roots: RootCertStore) -> Result<ClientConfig, Why> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = builder.map_err(|e| Why::Tls(e.to_string()))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}
