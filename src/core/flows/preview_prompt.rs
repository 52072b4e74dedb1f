//! What would leave the server for a question, byte for byte, without sending it.

use super::ask::own;
use super::worded::{has_something_to_say, Draft};
use crate::fault::Fault;
use crate::llm::Outgoing;
use crate::world::World;

/// Stands for the name of the model while none is set.
const NO_NAME: &str = "(copilot.llm_model)";

/// What would leave, and where it would go.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    /// None where nothing would leave, even with a model.
    pub outgoing: Option<Outgoing>,
    /// Names and values of the headers, secrets as `…`.
    pub headers: &'static [(&'static str, &'static str)],
    /// Whether ask() would send it, and why not.
    pub note: String,
}

/// Reads the same facts as ask() and writes the same letter.
pub fn preview_prompt(world: &mut impl World, question: Option<&str>) -> Result<Preview, Fault> {
    let own = own(world, question)?;
    let nothing = |note: &str| Ok(Preview { outgoing: None, headers: &[], note: note.to_owned() });
    if !has_something_to_say(&own) {
        return nothing("nothing leaves: without evidence no model is asked");
    }
    let mut model = world.model();
    let note = match model.trouble {
        _ if !model.is_set() => "nothing leaves: copilot.llm_url is empty; with a model this would leave".to_owned(),
        Some(trouble) => format!("nothing leaves: {} {}", model.name, trouble.why()),
        None => "ask() sends this; figures are those of this moment".to_owned(),
    };
    if model.name.is_empty() {
        model.name = NO_NAME.to_owned();
    }
    let Some(draft) = Draft::of(&model, question.unwrap_or_default(), &own) else {
        return nothing("nothing leaves: no statement of the answer fits into a letter");
    };
    let mut outgoing = draft.first();
    if !model.is_set() {
        outgoing.url.clear();
    }
    Ok(Preview { outgoing: Some(outgoing), headers: draft.provider.headers, note })
}
