//! `copilot.compliance_report()`.

use crate::pg::audit::call::{audited, Done};
use crate::pg::audit::{read, KeptReport};
use crate::pg::error;
use crate::pg::text::Text;
use crate::pg::who;
use copilot_core::compliance::ComplianceReport;
use copilot_core::flows::compliance_report as report_flow;
use copilot_core::report::Format;
use pgrx::prelude::*;

/// The findings, control by control of a framework. Every report is kept in `copilot.reports`.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
fn compliance_report(framework: Option<Text>, format: default!(Option<Text>, "'text'")) -> Text {
    let (framework, format) = (framework.map(|text| text.0), format.map(|text| text.0));
    let said = |text: &Option<String>| text.clone().unwrap_or_else(|| "null".into());
    let arguments = format!("framework {}, format {}", said(&framework), said(&format));
    let (report, format) = audited("compliance_report", Some(&arguments), |world, call| {
        let format = Format::parse(format.as_deref(), ComplianceReport::FORMATS)?;
        let report = report_flow::compliance_report(world, framework.as_deref(), call)?;
        let (verdict, evidence) = (report.verdict(), report.report.evidence());
        let kept = KeptReport { author: who::caller().role, verdict: verdict.clone(), report: report.json() };
        Ok(Done { report: Some(kept), ..Done::text((report, format), &verdict, evidence) })
    });
    let hash = read::report_hash_of_call(report.call).unwrap_or_else(|fault| error::raise(fault));
    let hash = hash.as_deref();
    Text(match format {
        Format::Text => report.text(hash),
        Format::Markdown => report.markdown(hash),
        Format::Html => report.html(hash),
        // SARIF is none of FORMATS
        Format::Json | Format::Sarif => report.json_with_hash(hash).to_string(),
    })
}

/// The hash of a kept report in its closing entry, for the view `copilot.reports`. Stable, so that who does not select it
/// does not pay for it.
#[pg_extern(schema = "copilot", stable, parallel_unsafe)]
fn _report_hash(entry: Option<i64>) -> Option<Text> {
    let hash = entry.map(read::report_hash).transpose().unwrap_or_else(|fault| error::raise(fault));
    hash.flatten().map(Text)
}
