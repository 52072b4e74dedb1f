//! Every setting of the extension. One text serves as comment, as `\dconfig+` description and as README row.

mod gate;
mod webhook;

pub(crate) use gate::gate_caps;
pub(crate) use webhook::{webhook_format, webhook_key, webhook_route, webhook_url, WebhookFormat};

use crate::pg::guc_check;
use copilot_net::AddressPolicy;
use pgrx::{GucContext, GucFlags, GucRegistry, GucSetting, PostgresGucEnum};
use std::ffi::CString;
use std::time::Duration;

static AUDIT_TIMEOUT_MS: GucSetting<i32> = GucSetting::<i32>::new(5_000);
static AUDIT_KEY_FILE: GucSetting<Option<CString>> = GucSetting::<Option<CString>>::new(Some(c"copilot_audit.key"));
static STANDBY_AUDIT: GucSetting<StandbyAudit> = GucSetting::<StandbyAudit>::new(StandbyAudit::Off);
static PROBE_TIMEOUT_MS: GucSetting<i32> = GucSetting::<i32>::new(2_000);
static REPORT_TIMEOUT_MS: GucSetting<i32> = GucSetting::<i32>::new(10_000);
static REPORT_WIDTH: GucSetting<i32> = GucSetting::<i32>::new(100);
static REPORT_RETENTION_DAYS: GucSetting<i32> = GucSetting::<i32>::new(400);
static LLM_URL: GucSetting<Option<CString>> = GucSetting::<Option<CString>>::new(Some(c""));
static LLM_FORMAT: GucSetting<LlmFormat> = GucSetting::<LlmFormat>::new(LlmFormat::OpenaiChat);
static LLM_MODEL: GucSetting<Option<CString>> = GucSetting::<Option<CString>>::new(Some(c""));
static LLM_API_KEY: GucSetting<Option<CString>> = GucSetting::<Option<CString>>::new(Some(c""));
static LLM_TIMEOUT_MS: GucSetting<i32> = GucSetting::<i32>::new(30_000);
static LLM_CA_FILE: GucSetting<Option<CString>> = GucSetting::<Option<CString>>::new(Some(c""));
static LLM_ALLOWED_HOSTS: GucSetting<Option<CString>> = GucSetting::<Option<CString>>::new(Some(c""));
static LLM_MAX_CONCURRENT: GucSetting<i32> = GucSetting::<i32>::new(8);
static LLM_MAX_TOKENS: GucSetting<i32> = GucSetting::<i32>::new(1_024);

/// Where a standby's calls are audited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PostgresGucEnum)]
pub(crate) enum StandbyAudit {
    #[name = c"off"]
    Off,
    #[name = c"file"]
    File,
}

/// The wire formats a model's server may speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PostgresGucEnum)]
pub(crate) enum LlmFormat {
    #[name = c"openai_chat"]
    OpenaiChat,
}

/// How long a call waits for its audit row to be durable before it is refused.
pub(crate) fn audit_timeout() -> Duration {
    millis(&AUDIT_TIMEOUT_MS)
}

/// The file with the audit keys; a relative path starts at the data directory.
pub(crate) fn audit_key_file() -> String {
    text(&AUDIT_KEY_FILE)
}

/// Where a call on a standby is audited.
pub(crate) fn standby_audit() -> StandbyAudit {
    STANDBY_AUDIT.get()
}

/// The time one read of facts may take before it is skipped (budget).
pub(crate) fn probe_timeout() -> Duration {
    millis(&PROBE_TIMEOUT_MS)
}

/// The time all reads of facts of one call may take together.
pub(crate) fn report_timeout() -> Duration {
    millis(&REPORT_TIMEOUT_MS)
}

/// The characters of a line of a health report as text.
pub(crate) fn report_width() -> usize {
    usize::try_from(REPORT_WIDTH.get()).unwrap_or_default()
}

/// How many days a report is kept; none for ever.
pub(crate) fn report_retention_days() -> Option<i64> {
    Some(i64::from(REPORT_RETENTION_DAYS.get())).filter(|days| *days >= 0)
}

/// Where the model's server listens; empty when there is none.
pub(crate) fn llm_url() -> String {
    text(&LLM_URL)
}

/// The wire format of the model's server.
pub(crate) fn llm_format() -> LlmFormat {
    LLM_FORMAT.get()
}

/// The model's name as its server knows it.
pub(crate) fn llm_model() -> String {
    text(&LLM_MODEL)
}

/// Where the key is, never the key.
pub(crate) fn llm_api_key() -> String {
    text(&LLM_API_KEY)
}

/// The time one request to the model may take, with all its attempts.
pub(crate) fn llm_timeout() -> Duration {
    millis(&LLM_TIMEOUT_MS)
}

/// The certificate authorities that vouch for the model's server; none for the system's.
pub(crate) fn llm_ca_file() -> Option<String> {
    Some(text(&LLM_CA_FILE)).filter(|path| !path.is_empty())
}

/// The hosts and networks a request may reach.
pub(crate) fn llm_address_policy() -> AddressPolicy {
    AddressPolicy::parse(&text(&LLM_ALLOWED_HOSTS)).unwrap_or_default()
}

/// How many sessions may wait for the model at the same time.
pub(crate) fn llm_max_concurrent() -> usize {
    usize::try_from(LLM_MAX_CONCURRENT.get()).unwrap_or(1)
}

/// How long an answer of the model may become, in tokens.
pub(crate) fn llm_max_tokens() -> u32 {
    LLM_MAX_TOKENS.get().unsigned_abs()
}

fn text(setting: &'static GucSetting<Option<CString>>) -> String {
    setting.get().map(|text| text.to_string_lossy().into_owned()).unwrap_or_default()
}

fn millis(setting: &'static GucSetting<i32>) -> Duration {
    Duration::from_millis(setting.get().unsigned_abs().into())
}

pub(super) fn define() {
    GucRegistry::define_int_guc(
        c"copilot.audit_timeout",
        c"How long a call waits for its audit row to be durable before it is refused.",
        c"A call that cannot be audited is not answered.",
        &AUDIT_TIMEOUT_MS,
        100,
        600_000,
        GucContext::Suset,
        GucFlags::UNIT_MS,
    );
    GucRegistry::define_string_guc(
        c"copilot.audit_key_file",
        c"The file with the keys that sign the audit chain.",
        c"A relative path starts at the data directory. Made with mode 0600 at first start when missing; the last key in it signs.",
        &AUDIT_KEY_FILE,
        GucContext::Sighup,
        GucFlags::SUPERUSER_ONLY,
    );
    GucRegistry::define_enum_guc(
        c"copilot.standby_audit",
        c"Where a call on a standby is audited.",
        c"off: nowhere, so it is refused. file: in a file beside the key file, which is taken into the tables after promotion.",
        &STANDBY_AUDIT,
        GucContext::Sighup,
        GucFlags::default(),
    );
    GucRegistry::define_int_guc(
        c"copilot.probe_timeout",
        c"The time one read of facts may take before it is skipped.",
        c"What was skipped is named in every answer and report.",
        &PROBE_TIMEOUT_MS,
        10,
        600_000,
        GucContext::Suset,
        GucFlags::UNIT_MS,
    );
    GucRegistry::define_int_guc(
        c"copilot.report_timeout",
        c"The time all reads of facts of one call may take together.",
        c"What does not fit is skipped and named.",
        &REPORT_TIMEOUT_MS,
        10,
        3_600_000,
        GucContext::Suset,
        GucFlags::UNIT_MS,
    );
    GucRegistry::define_int_guc(
        c"copilot.report_width",
        c"The characters of a line of a health report as text.",
        c"A quoted name is not broken, and may make its line longer.",
        &REPORT_WIDTH,
        40,
        400,
        GucContext::Userset,
        GucFlags::default(),
    );
    GucRegistry::define_int_guc(
        c"copilot.report_retention",
        c"How many days a report is kept in copilot.reports; -1 keeps all.",
        c"Older ones go as new ones are kept; the newest of each database stays always.",
        &REPORT_RETENTION_DAYS,
        -1,
        36_500,
        GucContext::Sighup,
        GucFlags::default(),
    );
    define_llm();
    define_llm_limits();
    gate::define();
    webhook::define();
    // SAFETY: a prefix as a C string; from here on unknown settings of this prefix are refused.
    unsafe { pgrx::pg_sys::MarkGUCPrefixReserved(c"copilot".as_ptr()) };
}

fn define_llm() {
    // SAFETY: the check hooks catch what could unwind out of them.
    unsafe {
        GucRegistry::define_string_guc_with_hooks(
            c"copilot.llm_url",
            c"Where the model's server listens, such as https://llm.example.com/v1.",
            c"Empty: there is no model, and no socket is ever opened.",
            &LLM_URL,
            GucContext::Suset,
            GucFlags::default(),
            Some(guc_check::url),
            None,
            None,
        );
        GucRegistry::define_string_guc_with_hooks(
            c"copilot.llm_api_key",
            c"Where the key for the model's server is: file:/path or env:NAME, never the key itself.",
            c"The file must belong to the server's user with mode 0600, or to root with mode 0640; NAME is a variable of the server's environment.",
            &LLM_API_KEY,
            GucContext::Suset,
            GucFlags::SUPERUSER_ONLY,
            Some(guc_check::api_key),
            None,
            None,
        );
        GucRegistry::define_string_guc_with_hooks(
            c"copilot.llm_allowed_hosts",
            c"The host names, addresses and networks a request to the model may reach, separated by commas.",
            c"Empty: every public address, by https. Loopback and private addresses have to be listed, and http:// in front of an entry allows to reach it without encryption.",
            &LLM_ALLOWED_HOSTS,
            GucContext::Suset,
            GucFlags::default(),
            Some(guc_check::allowed_hosts),
            None,
            None,
        );
    }
    GucRegistry::define_enum_guc(
        c"copilot.llm_format",
        c"The wire format of the model's server.",
        c"openai_chat: OpenAI's chat completions, which vLLM, llama.cpp, Ollama and many others speak, too.",
        &LLM_FORMAT,
        GucContext::Suset,
        GucFlags::default(),
    );
    GucRegistry::define_string_guc(
        c"copilot.llm_model",
        c"The model's name as its server knows it.",
        c"It stands in the request.",
        &LLM_MODEL,
        GucContext::Suset,
        GucFlags::default(),
    );
    GucRegistry::define_string_guc(
        c"copilot.llm_ca_file",
        c"A file of certificate authorities in PEM that vouch for the model's server.",
        c"Empty: those of the system. A relative path starts at the data directory.",
        &LLM_CA_FILE,
        GucContext::Suset,
        GucFlags::SUPERUSER_ONLY,
    );
}

fn define_llm_limits() {
    GucRegistry::define_int_guc(
        c"copilot.llm_timeout",
        c"The time one request to the model may take, with all its attempts.",
        c"After that the answer comes without the model.",
        &LLM_TIMEOUT_MS,
        100,
        600_000,
        GucContext::Suset,
        GucFlags::UNIT_MS,
    );
    GucRegistry::define_int_guc(
        c"copilot.llm_max_concurrent",
        c"How many sessions may wait for the model at the same time.",
        c"Further ones wait within copilot.llm_timeout until one is through.",
        &LLM_MAX_CONCURRENT,
        1,
        64,
        GucContext::Sighup,
        GucFlags::default(),
    );
    GucRegistry::define_int_guc(
        c"copilot.llm_max_tokens",
        c"How long an answer of the model may become, in tokens.",
        c"An answer that is cut off there is not used.",
        &LLM_MAX_TOKENS,
        16,
        32_768,
        GucContext::Suset,
        GucFlags::default(),
    );
}
