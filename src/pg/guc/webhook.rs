//! Where alerts are sent. All of it holds for the whole server: a worker sends, not a session.

use super::{millis, text};
use crate::pg::guc_check;
use crate::pg::http::Route;
use copilot_net::AddressPolicy;
use pgrx::{GucContext, GucFlags, GucRegistry, GucSetting, PostgresGucEnum};
use std::ffi::CString;

static URL: GucSetting<Option<CString>> = GucSetting::<Option<CString>>::new(Some(c""));
static FORMAT: GucSetting<WebhookFormat> = GucSetting::<WebhookFormat>::new(WebhookFormat::Slack);
static KEY: GucSetting<Option<CString>> = GucSetting::<Option<CString>>::new(Some(c""));
static ALLOWED_HOSTS: GucSetting<Option<CString>> = GucSetting::<Option<CString>>::new(Some(c""));
static CA_FILE: GucSetting<Option<CString>> = GucSetting::<Option<CString>>::new(Some(c""));
static TIMEOUT_MS: GucSetting<i32> = GucSetting::<i32>::new(10_000);

/// Whose words the messages are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PostgresGucEnum)]
pub(crate) enum WebhookFormat {
    #[name = c"slack"]
    Slack,
    #[name = c"pagerduty"]
    Pagerduty,
    #[name = c"alertmanager"]
    Alertmanager,
}

/// Where alerts are sent; empty when nowhere.
pub(crate) fn webhook_url() -> String {
    text(&URL)
}

pub(crate) fn webhook_format() -> WebhookFormat {
    FORMAT.get()
}

/// Where the key is, never the key.
pub(crate) fn webhook_key() -> String {
    text(&KEY)
}

/// Everything of a request but its address and its key.
pub(crate) fn webhook_route() -> Route<'static> {
    Route {
        url: "",
        bearer: None,
        policy: AddressPolicy::parse(&text(&ALLOWED_HOSTS)).unwrap_or_default(),
        ca_file: Some(text(&CA_FILE)).filter(|path| !path.is_empty()).map(Into::into),
        deadline: millis(&TIMEOUT_MS),
    }
}

pub(super) fn define() {
    define_checked();
    GucRegistry::define_enum_guc(
        c"copilot.webhook_format",
        c"Whose words the messages to the webhook are in.",
        c"slack: an incoming webhook. pagerduty: Events API v2. alertmanager: Prometheus' /api/v2/alerts.",
        &FORMAT,
        GucContext::Sighup,
        GucFlags::default(),
    );
    GucRegistry::define_string_guc(
        c"copilot.webhook_ca_file",
        c"A file of certificate authorities in PEM that vouch for the webhook's server.",
        c"Empty: those of the system. A relative path starts at the data directory.",
        &CA_FILE,
        GucContext::Sighup,
        GucFlags::SUPERUSER_ONLY,
    );
    GucRegistry::define_int_guc(
        c"copilot.webhook_timeout",
        c"The time one request to the webhook may take.",
        c"After that it counts as not sent, and is tried again later.",
        &TIMEOUT_MS,
        100,
        120_000,
        GucContext::Sighup,
        GucFlags::UNIT_MS,
    );
}

fn define_checked() {
    // SAFETY: the check hooks catch what could unwind out of them.
    unsafe {
        GucRegistry::define_string_guc_with_hooks(
            c"copilot.webhook_url",
            c"Where alerts are sent, such as https://alertmanager.example.com/api/v2/alerts.",
            c"Empty: nowhere, and no socket is ever opened for them. Shown to superusers alone, since it may hold a secret.",
            &URL,
            GucContext::Sighup,
            GucFlags::SUPERUSER_ONLY,
            Some(guc_check::webhook_url),
            None,
            None,
        );
        GucRegistry::define_string_guc_with_hooks(
            c"copilot.webhook_key",
            c"Where PagerDuty's routing key, or a bearer token for the others, is: file:/path or env:NAME, never the key itself.",
            c"The rules of copilot.llm_api_key hold for the file.",
            &KEY,
            GucContext::Sighup,
            GucFlags::SUPERUSER_ONLY,
            Some(guc_check::webhook_key),
            None,
            None,
        );
        GucRegistry::define_string_guc_with_hooks(
            c"copilot.webhook_allowed_hosts",
            c"The host names, addresses and networks an alert may reach, separated by commas.",
            c"The rules of copilot.llm_allowed_hosts hold. Empty: every public address, by https.",
            &ALLOWED_HOSTS,
            GucContext::Sighup,
            GucFlags::default(),
            Some(guc_check::webhook_allowed_hosts),
            None,
            None,
        );
    }
}
