//! # tls_off_or_weak
//!
//! A server that listens on the network without TLS sends passwords' proofs and all data in the clear. One that listens on its
//! own machine only is left out.

use super::setting_remedy::{badly_set, set_to};
use super::{Check, Facts, Family, Judged, Limits, Remedy, Severity, Unread};

pub(crate) static CHECK: Check = Check {
    id: "SEC07",
    name: "tls_off_or_weak",
    group: "SEC",
    what: "whether clients of other machines can connect encrypted, by a version of TLS that is not broken",
    why: "whoever stands between client and server reads everything, and may change it",
    how: "ssl and ssl_min_protocol_version, where listen_addresses reaches beyond this machine; a tunnel or a proxy in front is not seen",
    refuted_by: "SELECT name, setting FROM pg_settings WHERE name IN ('ssl', 'ssl_min_protocol_version', 'listen_addresses')",
    reads: &[Family::Server, Family::Settings],
    remedy_class: super::RemedyClass::ReversibleExactly,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let (ssl, oldest) = (facts.setting("ssl")?, facts.setting("ssl_min_protocol_version")?);
    if !facts.server()?.listens_beyond_loopback {
        return Ok(Judged::nothing("the server listens on its own machine only"));
    }
    let mut judged = Judged::of("settings", 2);
    if !ssl.is_on() {
        let remedy = Remedy::advice(
            "Give the server a certificate (ssl_cert_file, ssl_key_file), ALTER SYSTEM SET ssl = on, reload, and make the \
             rules for other machines hostssl",
        );
        let consequence = "clients of other machines cannot connect encrypted";
        judged.findings.push(badly_set(&CHECK, Severity::Medium, ssl, consequence, remedy));
    } else if matches!(oldest.setting.as_deref(), Some("" | "TLSv1" | "TLSv1.1")) {
        let remedy = set_to(oldest, "TLSv1.2", "Every client library of the last ten years has it");
        let consequence = "versions of TLS that are broken are accepted";
        judged.findings.push(badly_set(&CHECK, Severity::Medium, oldest, consequence, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::{found, judged};
    use crate::evidence::fake::{self, setting, FakeWorld};
    use crate::evidence::server::Server;

    fn world(ssl: &str, oldest: &str) -> FakeWorld {
        FakeWorld::new().with(Family::Settings, &[setting("ssl", ssl), setting("ssl_min_protocol_version", oldest)])
    }

    #[test]
    fn off_and_old_are_named() {
        assert!(found(&CHECK, world("on", "TLSv1.2")).is_empty());
        assert_eq!(found(&CHECK, world("off", "TLSv1.2"))[0].object, "ssl");
        let old = found(&CHECK, world("on", "TLSv1.1"));
        assert_eq!(old[0].remedy.sql.as_deref(), Some("ALTER SYSTEM SET ssl_min_protocol_version = 'TLSv1.2'"));
    }

    #[test]
    fn a_server_for_its_own_machine_needs_none() {
        let server = Server { listens_beyond_loopback: false, ..fake::server() };
        let world = world("off", "TLSv1.2").with(Family::Server, &[server]);
        assert!(judged(&CHECK, world).unwrap().not_applicable.is_some());
    }
}
