//! The key of a server that is asked: a setting says where it is, and it is read for each request. It is never part of an
//! error, a log line or a fact.

use copilot_core::{Fault, Kind};
use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

const MAX_KEY_BYTES: u64 = 8_192;
const ROOT: u32 = 0;

/// Whose key it is, in words, and the setting that says where it is.
pub(crate) struct Whose {
    server: &'static str,
    setting: &'static str,
}

pub(crate) const MODEL: Whose = Whose { server: "the model's server", setting: "copilot.llm_api_key" };
pub(crate) const WEBHOOK: Whose = Whose { server: "the webhook", setting: "copilot.webhook_key" };

/// What the setting may say.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum KeyReference {
    None,
    File(PathBuf),
    Variable(String),
}

/// A key. Nothing prints it.
pub(crate) struct Secret(String);

impl Secret {
    pub(crate) fn bearer(&self) -> String {
        format!("Bearer {}", self.0)
    }

    /// For a body that has to hold it.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl KeyReference {
    /// Takes `file:` with an absolute path, `env:` with a name in capitals, or nothing; so that a key, whatever it
    /// looks like, is not mistaken for a reference.
    pub(crate) fn parse(text: &str) -> Option<KeyReference> {
        if text.is_empty() {
            return Some(KeyReference::None);
        }
        if let Some(path) = text.strip_prefix("file:") {
            return path.starts_with('/').then(|| KeyReference::File(path.into()));
        }
        let name = text.strip_prefix("env:")?;
        let capital = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
        let named = name.starts_with(|c: char| c.is_ascii_uppercase() || c == '_') && name.bytes().all(capital);
        named.then(|| KeyReference::Variable(name.into()))
    }

    /// The key itself; none when none is set.
    pub(crate) fn read(&self, whose: &Whose) -> Result<Option<Secret>, Fault> {
        match self {
            KeyReference::None => Ok(None),
            KeyReference::File(path) => from_file(whose, path).map(Some),
            KeyReference::Variable(name) => from_environment(whose, name).map(Some),
        }
    }
}

fn bad(whose: &Whose, what: String, detail: impl Into<String>) -> Fault {
    Fault::new(Kind::BadKeyFile, format!("the key of {} cannot be read from {what}", whose.server))
        .detail(detail)
        .hint(format!("the setting {} says where it is", whose.setting))
}

/// The rules of the server's `ssl_key_file`.
fn from_file(whose: &Whose, path: &Path) -> Result<Secret, Fault> {
    let bad = |detail: String| bad(whose, format!("file \"{}\"", path.display()), detail);
    // A pipe in place of the file must not hold the session up.
    let mut options = OpenOptions::new();
    let file = options.read(true).custom_flags(libc::O_NONBLOCK).open(path).map_err(|e| bad(e.to_string()))?;
    let meta = file.metadata().map_err(|e| bad(e.to_string()))?;
    // SAFETY: geteuid cannot fail.
    let me = unsafe { libc::geteuid() };
    if !meta.is_file() {
        return Err(bad("It is not a regular file.".into()));
    }
    let too_open = match meta.uid() {
        owner if owner == me => 0o077,
        ROOT => 0o037,
        _ => return Err(bad("It belongs neither to the server's user nor to root.".into())),
    };
    if meta.mode() & too_open != 0 {
        return Err(bad("Others may access it: it needs mode 0600, or 0640 when it belongs to root.".into()));
    }
    contents(file).map_err(|e| bad(e.to_string())).and_then(|text| secret(&text).ok_or_else(|| bad(NO_KEY.into())))
}

fn contents(file: File) -> std::io::Result<String> {
    let mut text = String::new();
    file.take(MAX_KEY_BYTES).read_to_string(&mut text)?;
    Ok(text)
}

#[expect(clippy::disallowed_methods, reason = "the setting names this very variable")]
fn from_environment(whose: &Whose, name: &str) -> Result<Secret, Fault> {
    let bad = |detail: &str| bad(whose, format!("the variable {name} of the server's environment"), detail);
    let value = std::env::var(name).map_err(|_| bad("It is not set, or is no text."))?;
    secret(&value).ok_or_else(|| bad(NO_KEY))
}

const NO_KEY: &str = "What is there is no key: one word of visible ASCII characters.";

fn secret(text: &str) -> Option<Secret> {
    let text = text.trim();
    let visible = !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
    visible.then(|| Secret(text.to_owned()))
}
