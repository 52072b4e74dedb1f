//! Prints the health report of a recorded situation:
//! `cargo run -p copilot_core --example health_report -- FOLDER [days] [format]`.

use copilot_core::evidence::fake::{FakeWorld, DAY};
use copilot_core::flows::health_report::health_report;
use copilot_core::report::Format;
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let folder = words.next().ok_or("which folder?")?;
    let days: i64 = words.next().map_or(Ok(0), |d| d.parse())?;
    let format = words.next().unwrap_or_else(|| "text".into());
    let format = Format::parse(Some(&format), Format::ALL).map_err(|fault| fault.message)?;
    let report = health_report(&mut FakeWorld::recorded(Path::new(&folder))?.later(days * DAY))?;
    print!("{}", report.laid_out(format, 100));
    Ok(())
}
