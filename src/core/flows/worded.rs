//! A model words an answer that stands without it. What it says beyond our own answer is dropped; when too little is
//! left, or nothing comes, our own answer stays, with one line that says why.

use super::ask::vocabulary;
use crate::ask::answer::{Answer, Confidence};
use crate::evidence::Evidence;
use crate::llm::unworded::Unworded;
use crate::llm::{self, discreet, prompt, provider, Heard, Letter, Model, Outgoing, Provider};
use crate::sentence::{Dossier, Sentence};
use crate::value::Value;
use crate::verify::{restate, verify_sentence, Vocabulary};
use crate::world::World;

/// The answer in a model's words where one is set up and keeps to the evidence; else as it is. Without anything to say
/// no model is asked: it would have to guess.
pub fn worded(world: &mut impl World, question: &str, own: Answer) -> Answer {
    if !has_something_to_say(&own) {
        return own;
    }
    let model = world.model();
    if !model.is_set() {
        return own;
    }
    if let Some(trouble) = model.trouble {
        return unworded(own, &model, Unworded::Unreached(trouble), Some(0));
    }
    let Some(draft) = Draft::of(&model, question, &own) else { return own };
    let heard = ask(world, &draft);
    match heard.content.and_then(|content| held(&content, &draft.discreet)) {
        Ok(held) => in_its_words(own, &model, held, heard.tokens),
        Err(why) => unworded(own, &model, why, heard.tokens),
    }
}

pub(super) fn has_something_to_say(own: &Answer) -> bool {
    own.confidence > Confidence::None && !own.dossier.sentences.is_empty()
}

/// A letter, ready to go.
pub(super) struct Draft {
    pub provider: &'static Provider,
    pub url: String,
    pub letter: Letter,
    pub discreet: Dossier,
}

impl Draft {
    /// None where not even one statement fits into a letter.
    pub fn of(model: &Model, question: &str, own: &Answer) -> Option<Draft> {
        let provider = provider(model.format)?;
        let discreet = prompt::discreet(&own.dossier);
        let letter = prompt::letter(model, question, &discreet);
        let is_empty = discreet.sentences.is_empty();
        (!is_empty).then_some(Draft { provider, url: model.url.clone(), letter, discreet })
    }

    /// What leaves first.
    pub fn first(&self) -> Outgoing {
        llm::outgoing(self.provider, &self.url, &self.letter, self.provider.capabilities)
    }
}

/// Sends the letter; where the server objects to a part of it that it can do without, sends it once more without.
fn ask(world: &mut impl World, draft: &Draft) -> Heard {
    let provider = draft.provider;
    let mut can = provider.capabilities;
    let mut outgoing = draft.first();
    loop {
        let reply = match world.post(&outgoing) {
            Ok(reply) => reply,
            Err(why) => {
                let tokens = (!why.was_asked()).then_some(0);
                return Heard { content: Err(Unworded::Unreached(why)), tokens };
            }
        };
        let heard = (provider.decode)(&reply);
        let objection = heard.content.is_err().then(|| (provider.objection)(&reply)).flatten();
        match objection.and_then(|feature| can.without(feature)) {
            None => return heard,
            Some(less) => can = less,
        }
        outgoing = llm::outgoing(provider, &draft.url, &draft.letter, can);
    }
}

/// What is left of a model's sentences.
struct Held {
    sentences: Vec<Sentence>,
    dropped: usize,
}

fn held(content: &str, discreet: &Dossier) -> Result<Held, Unworded> {
    let said = prompt::read(content, discreet)?;
    let vocabulary = vocabulary_of(discreet);
    let holds = |s: &Sentence| {
        verify_sentence(s, &discreet.evidence, &vocabulary).is_empty()
            && restate::beyond(s, discreet, &vocabulary).is_empty()
    };
    let all = said.len();
    let main_holds = said.first().is_some_and(|s| s.as_ref().is_some_and(&holds));
    let sentences: Vec<Sentence> = said.into_iter().flatten().filter(|s| holds(s)).collect();
    match () {
        () if !main_holds => Err(Unworded::MainClaimFell),
        () if !tells_main_claim(&sentences, discreet) => Err(Unworded::MainClaimMissing),
        () => Ok(Held { dropped: all - sentences.len(), sentences }),
    }
}

/// Every name of the evidence counts as a claim, even when it stands bare.
fn vocabulary_of(discreet: &Dossier) -> Vocabulary {
    let names = discreet::names(&discreet.evidence);
    vocabulary().with_names(names.iter().map(String::as_str))
}

/// One sentence rests on what our own main claim rests on, beside the names of objects.
fn tells_main_claim(sentences: &[Sentence], discreet: &Dossier) -> bool {
    let Some(main) = discreet.sentences.first() else { return false };
    let is_name = |at: &usize| discreet.evidence.get(*at).is_some_and(|e: &Evidence| matches!(e.value, Value::Name(_)));
    let telling: Vec<usize> = main.cites.iter().copied().filter(|at| !is_name(at)).collect();
    let wanted = if telling.is_empty() { &main.cites } else { &telling };
    sentences.iter().any(|s| s.cites.iter().any(|at| wanted.contains(at)))
}

fn in_its_words(mut own: Answer, model: &Model, held: Held, tokens: Option<i64>) -> Answer {
    let dropped = match held.dropped {
        0 => String::new(),
        1 => "; 1 of its sentences went beyond the evidence and was dropped".to_owned(),
        n => format!("; {n} of its sentences went beyond the evidence and were dropped"),
    };
    own.dossier.sentences = held.sentences;
    own.wording = Some(format!("Worded by model {}{dropped}.", model.name));
    own.tokens = tokens;
    own.written()
}

fn unworded(mut own: Answer, model: &Model, why: Unworded, tokens: Option<i64>) -> Answer {
    own.wording = Some(why.line(&model.name));
    own.tokens = tokens;
    own.written()
}
