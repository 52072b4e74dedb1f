//! What was asked for on the command line.

use std::ffi::OsString;
use std::path::PathBuf;

pub const HELP: &str = "\
Verifies the audit chain of copilot_ext in a plain dump, without a server.

  verify_audit --key FILE [--anchors FILE] [--anchor ANCHOR] [DUMP]

  DUMP            what pg_dump wrote in plain format; standard input when left out:
                  pg_restore -f - FILE | verify_audit --key …
  --key FILE      the keys, as in copilot.audit_key_file
  --anchors FILE  the anchors beside it, copied before the dump was made
  --anchor ANCHOR one head kept elsewhere: '42:0a1b…', or the line of the server log
  --help, --version

Prints what copilot.verify_audit() does. Ends with 0 when the chain holds, 1 when it is broken, 2 when that cannot be
told: a key, an anchored entry or the chain itself is missing, a file cannot be read, or the command line is wrong.
";

pub struct Arguments {
    pub key: PathBuf,
    pub anchors: Option<PathBuf>,
    pub anchor: Option<String>,
    pub dump: Option<PathBuf>,
}

pub enum Wanted {
    Text(&'static str),
    Verdict(Arguments),
}

pub fn read(mut words: impl Iterator<Item = OsString>) -> Result<Wanted, String> {
    let (mut key, mut anchors, mut anchor, mut dump) = (None, None, None, None);
    while let Some(word) = words.next() {
        let option = word.to_str().unwrap_or_default();
        let mut value = || words.next().ok_or_else(|| format!("{option} needs a value; see verify_audit --help"));
        match option {
            "--help" | "-h" => return Ok(Wanted::Text(HELP)),
            "--version" => return Ok(Wanted::Text(concat!("verify_audit ", env!("CARGO_PKG_VERSION"), "\n"))),
            "--key" => key = Some(PathBuf::from(value()?)),
            "--anchors" => anchors = Some(PathBuf::from(value()?)),
            "--anchor" => anchor = Some(value()?.to_string_lossy().into_owned()),
            "-" if dump.is_none() => {}
            _ if option.starts_with('-') || dump.is_some() => {
                return Err(format!("what is {word:?}? see verify_audit --help"))
            }
            _ => dump = Some(PathBuf::from(word)),
        }
    }
    let key = key.ok_or("--key is missing; see verify_audit --help")?;
    Ok(Wanted::Verdict(Arguments { key, anchors, anchor, dump }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(line: &str) -> Result<Wanted, String> {
        read(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn a_command_line_is_understood_or_refused() {
        let Ok(Wanted::Verdict(all)) = told("--key k --anchors a --anchor 1:00 d.sql") else {
            panic!("not understood")
        };
        assert_eq!((all.key, all.anchors), ("k".into(), Some("a".into())));
        assert_eq!((all.anchor.as_deref(), all.dump), (Some("1:00"), Some("d.sql".into())));
        assert!(matches!(told("--help"), Ok(Wanted::Text(HELP))));
        for wrong in ["", "d.sql", "--key", "--key k --what", "--key k one two"] {
            assert!(told(wrong).is_err(), "{wrong}");
        }
    }
}
