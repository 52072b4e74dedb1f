//! Words that cite evidence.

use crate::evidence::Evidence;
use serde::Serialize;

/// One sentence and the evidence it rests on, by position in the list that travels with it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sentence {
    pub text: String,
    pub cites: Vec<usize>,
}

/// Sentences and the evidence they cite, kept together.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Dossier {
    pub evidence: Vec<Evidence>,
    pub sentences: Vec<Sentence>,
}

impl Dossier {
    /// One sentence; see [`Dossier::say`].
    pub fn saying(template: &str, evidence: &[&Evidence]) -> Self {
        let mut said = Dossier::default();
        said.say(template, evidence);
        said
    }

    /// Writes a sentence: each `{}` of the template takes the value of the next piece of evidence, so that no
    /// number or name of a sentence exists without the evidence beside it.
    pub fn say(&mut self, template: &str, evidence: &[&Evidence]) {
        let mut text = String::with_capacity(template.len() + 16 * evidence.len());
        let mut given = evidence.iter();
        let mut parts = template.split("{}").peekable();
        while let Some(part) = parts.next() {
            text.push_str(part);
            if parts.peek().is_some() {
                if let Some(e) = given.next() {
                    text.push_str(&e.value.to_string());
                }
            }
        }
        let mut cites: Vec<usize> = evidence.iter().map(|e| self.cite(e)).collect();
        cites.dedup();
        self.sentences.push(Sentence { text, cites });
    }

    /// The position of a piece of evidence here, adding it when it is new.
    pub fn cite(&mut self, evidence: &Evidence) -> usize {
        if let Some(at) = self.evidence.iter().position(|e| e == evidence) {
            return at;
        }
        self.evidence.push(evidence.clone());
        self.evidence.len() - 1
    }

    /// Takes over another dossier's sentences and evidence.
    pub fn absorb(&mut self, other: &Dossier) {
        for sentence in &other.sentences {
            let cites = sentence.cites.iter().filter_map(|at| other.evidence.get(*at)).map(|e| self.cite(e)).collect();
            self.sentences.push(Sentence { text: sentence.text.clone(), cites });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Value;

    #[test]
    fn a_sentence_carries_its_evidence() {
        let rows = Evidence::measured("tables", "shop.orders", "dead_rows", Value::Count(12_000));
        let name = Evidence::name("tables", "shop.orders");
        let mut d = Dossier::default();
        d.say("table {} has {} dead rows", &[&name, &rows]);
        assert_eq!(d.sentences[0].text, "table \"shop.orders\" has 12,000 dead rows");
        assert_eq!(d.sentences[0].cites, [0, 1]);

        let mut all = Dossier::default();
        all.cite(&rows);
        all.absorb(&d);
        assert_eq!(all.sentences[0].cites, [1, 0]);
        assert_eq!(all.evidence.len(), 2);
    }
}
