//! What of a question and of the evidence may leave: names, counters, states. No literals, no free texts.

use super::masking;
use crate::evidence::Evidence;
use crate::value::Value;
use std::collections::BTreeSet;

/// Stands for what does not leave.
pub const WITHHELD: &str = "(not sent)";

/// Words of the server are short and plain; anything else may be a text of a person's.
const LONGEST_WORD: usize = 64;

/// A piece of evidence as it may leave: numbers, times and names as they are, SQL masked, other texts only when they
/// are plain words or a setting's number.
pub fn evidence(e: &Evidence) -> Evidence {
    let value = match &e.value {
        Value::Word(sql) if e.measure == "query" => Value::Word(masking::sql(sql)),
        Value::Word(word) if !is_plain(word, &e.source) => Value::Word(WITHHELD.into()),
        value => value.clone(),
    };
    Evidence { value, ..e.clone() }
}

fn is_plain(word: &str, source: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphabetic() || " _-/()".contains(c);
    let measured = |c: char| plain(c) || c.is_ascii_digit() || ".%".contains(c);
    let from_server = ["settings", "server", "extensions"].contains(&source);
    word.len() <= LONGEST_WORD && (word.chars().all(plain) || (from_server && word.chars().all(measured)))
}

/// A question as it may leave. Everything in single quotes or back-ticks, every word with a digit, `@` or `:` in it, and
/// what follows a word such as "password" becomes `?`, unless it is the name of an object of the evidence.
pub fn question(text: &str, evidence: &[Evidence]) -> String {
    let names = names(evidence);
    let mut out: Vec<String> = Vec::new();
    let mut secret_next = false;
    for word in unquoted(text).split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let masked = match () {
            () if bare.is_empty() => word.to_owned(),
            () if names.contains(&bare.to_lowercase()) => word.to_owned(),
            () if secret_next && !JOINING.contains(&bare.to_lowercase().as_str()) => "?".to_owned(),
            () if is_telling(word) => "?".to_owned(),
            () => word.to_owned(),
        };
        let announces = SECRETS.iter().any(|s| bare.to_lowercase().contains(s));
        secret_next = announces || (secret_next && JOINING.contains(&bare.to_lowercase().as_str()));
        if !(masked == "?" && out.last().is_some_and(|last| last == "?")) {
            out.push(masked);
        }
    }
    out.join(" ")
}

/// What follows these is a secret.
const SECRETS: [&str; 8] = ["password", "passwd", "passphrase", "pwd", "secret", "token", "apikey", "api_key"];
/// "password is …".
const JOINING: [&str; 8] = ["is", "was", "the", "a", "for", "of", "set", "to"];

/// The names of the evidence, in full and by their last part, in lower case.
pub fn names(evidence: &[Evidence]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for e in evidence {
        let value = match &e.value {
            Value::Name(name) => Some(name.as_str()),
            _ => None,
        };
        for name in value.into_iter().chain([e.object.as_str()]) {
            names.insert(name.to_lowercase());
            names.extend(name.rsplit_once('.').map(|(_, last)| last.to_lowercase()));
        }
    }
    names
}

/// Numbers, addresses, URLs, keys, assignments; words of more than thirty letters.
fn is_telling(word: &str) -> bool {
    word.chars().any(|c| c.is_numeric() || "@=\\<>{}[]|~^".contains(c))
        || word.contains("://")
        || word.trim_end_matches(':').contains(':')
        || word.chars().count() > 30
}

/// The text with everything between single quotes or back-ticks as `?`. An apostrophe inside a word is none; a quote
/// that is not closed takes the rest. Double quotes hold a name where a plain one stands in them.
fn unquoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\'', '’', '‘', '`', '"', '“', '”', '„', '«', '$']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let Some(quote) = from.chars().next() else { break };
        let inner = from.get(quote.len_utf8()..).unwrap_or_default();
        let apostrophe = ['\'', '’'].contains(&quote)
            && before.chars().next_back().is_some_and(char::is_alphabetic)
            && inner.chars().next().is_some_and(char::is_alphabetic);
        if apostrophe {
            out.push(quote);
            rest = inner;
            continue;
        }
        let close: &[char] = match quote {
            '\'' | '’' | '‘' => &['\'', '’'],
            '"' | '“' | '”' | '„' => &['"', '”', '“'],
            '«' => &['»'],
            '$' => &['$'],
            _ => &['`'],
        };
        // "$tag$ … $tag$" ends with the last of its dollars.
        let end = if quote == '$' { inner.rfind(close) } else { inner.find(close) }.unwrap_or(inner.len());
        let quoted = inner.get(..end).unwrap_or_default();
        match close.contains(&'"') && is_identifier(quoted) {
            true => out.push_str(&format!("\"{quoted}\"")),
            false => out.push_str(" ? "),
        }
        let after = inner.get(end..).unwrap_or_default();
        rest = after.get(after.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

fn is_identifier(text: &str) -> bool {
    !text.is_empty() && text.len() <= 63 && text.chars().all(|c| c.is_alphabetic() || ['_', '.'].contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_leaves_without_its_literals() {
        let evidence = [Evidence::name("tables", "shop.orders_2024"), Evidence::name("statements", "queryid 42")];
        for (text, left) in [
            ("why is the database slow?", "why is the database slow?"),
            ("what's wrong with shop.orders_2024?", "what's wrong with shop.orders_2024?"),
            ("why is 'select 1' slow", "why is ? slow"),
            ("what about customer 4711 and +49 170 1234567?", "what about customer ? and ?"),
            ("does bob@example.org (10.1.2.3) block https://x.org/y?z=1", "does ? block ?"),
            ("my password is hunter, why?", "my password is ? why?"),
            ("select * from t where name = 'Bob' and id=7", "select * from t where name = ? and ?"),
            ("is \"shop.orders\" slow, or \"my secret text\"", "is \"shop.orders\" slow, or ?"),
            ("what is the token: abcdef", "what is the token: ?"),
            ("he said 'never closed", "he said ?"),
            ("$$body$$ and `code`", "? and ?"),
            ("id ४७ ²", "id ?"),
        ] {
            assert_eq!(question(text, &evidence), left, "{text}");
        }
    }

    #[test]
    fn texts_of_people_stay_and_words_of_the_server_leave() {
        let word = |source: &str, measure: &str, text: &str| {
            let e = Evidence::measured(source, "o", measure, Value::Word(text.into()));
            match evidence(&e).value {
                Value::Word(left) => left,
                other => other.to_string(),
            }
        };
        assert_eq!(word("sessions", "state", "idle in transaction"), "idle in transaction");
        assert_eq!(word("sessions", "application", "stock-count"), "stock-count");
        assert_eq!(word("sessions", "application", "bob@example.org"), WITHHELD);
        assert_eq!(word("sessions", "application", "order 4711"), WITHHELD);
        assert_eq!(word("settings", "setting", "128MB"), "128MB");
        assert_eq!(word("settings", "setting", "host=10.0.0.1 password=x"), WITHHELD);
        assert_eq!(word("statements", "query", "alter role a password 'b'"), "alter role a password ?");
        let count = Evidence::measured("tables", "shop.orders", "dead_rows", Value::Count(7));
        assert_eq!(evidence(&count), count);
    }
}
