//! Prints the body of the letter about a table full of dead rows: for recording what servers of models reply. With an
//! argument, its JSON object is merged into the body.

use copilot_core::evidence::fake::{bloated_orders, FakeWorld};
use copilot_core::evidence::Family;
use copilot_core::flows::preview_prompt::preview_prompt;
use serde_json::{Map, Value};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut world = FakeWorld::new().with(Family::Tables, &[bloated_orders()]);
    let preview = preview_prompt(&mut world, Some("which tables are bloated?"))?;
    let body = preview.outgoing.ok_or("nothing would leave")?.body;
    let mut body: Map<String, Value> = serde_json::from_str(&body)?;
    if let Some(more) = std::env::args().nth(1) {
        let more: Map<String, Value> = serde_json::from_str(&more)?;
        body.extend(more);
        body.retain(|_, value| !value.is_null());
    }
    println!("{}", Value::Object(body));
    Ok(())
}
