//! What a column's name says. `words.tsv` has a line for each phrase: kind and words, in several languages, without accents.

use crate::knowledge::split;

const WORDS: &str = include_str!("words.tsv");

/// Phrases that as often mean something else: they count for little outside a table of people.
const WEAK: &[&str] = &[
    "display name",
    "contact name",
    "lat",
    "lng",
    "address",
    "addr",
    "adresse",
    "movil",
    "tel",
    "tin",
    "nif",
    "street",
    "rue",
    "calle",
    "ip",
    "bic",
    "login",
    "secret",
    "sex",
    "sexe",
    "sexo",
    "fax",
    "pwd",
    "zip",
    "pin code",
    "latitude",
    "longitude",
    "username",
    "user name",
    "nickname",
    "account number",
    "mobile",
    "domicile",
];

/// A name that begins so asks or counts something about the thing, and does not hold it.
const ASKING: &[&str] = &[
    "is", "has", "can", "allow", "allows", "enable", "enabled", "show", "hide", "send", "require", "requires", "use",
    "uses", "max", "min", "num", "count", "total", "avg", "no", "ist", "hat", "est", "es", "default",
];

/// What follows a phrase and leaves it what it is: `email_1`, `phone_number_home`, `password_hash`.
const TRAILING: &[&str] = &[
    "1",
    "2",
    "3",
    "4",
    "primary",
    "secondary",
    "home",
    "work",
    "private",
    "encrypted",
    "enc",
    "hash",
    "hashed",
    "digest",
    "text",
    "value",
    "line",
    "plain",
    "raw",
    "nr",
    "number",
    "str",
    "txt",
    "normalized",
    "lower",
    "masked",
    "old",
    "new",
    "salt",
];

/// Before a phrase these make it a thing of machines or of trade.
const MACHINES: &[&str] = &[
    "server", "host", "listen", "bind", "node", "gateway", "subnet", "proxy", "dns", "file", "product", "template",
    "mac", "memory", "contract", "wallet", "base", "web", "link", "router", "cluster", "function", "class", "start",
    "virtual", "physical", "return", "program", "register", "token", "company", "device", "menu", "test",
];

/// Tables of people.
const PEOPLE: &[&str] = &[
    "user",
    "users",
    "customer",
    "customers",
    "person",
    "persons",
    "people",
    "patient",
    "patients",
    "employee",
    "employees",
    "contact",
    "contacts",
    "member",
    "members",
    "client",
    "clients",
    "student",
    "students",
    "teacher",
    "teachers",
    "subscriber",
    "subscribers",
    "applicant",
    "applicants",
    "candidate",
    "candidates",
    "guest",
    "guests",
    "visitor",
    "visitors",
    "resident",
    "residents",
    "citizen",
    "citizens",
    "driver",
    "drivers",
    "passenger",
    "passengers",
    "staff",
    "kunde",
    "kunden",
    "mitarbeiter",
    "patienten",
    "nutzer",
    "benutzer",
    "personen",
    "mitglied",
    "mitglieder",
    "cliente",
    "clientes",
    "usuario",
    "usuarios",
    "empleado",
    "empleados",
    "paciente",
    "pacientes",
    "persona",
    "personas",
    "utilisateur",
    "utilisateurs",
    "employes",
    "personnes",
    "adherent",
    "adherents",
];

/// Words of a comment by which somebody said that the column holds personal data.
const MARKS: &[&str] = &[
    "pii",
    "personal data",
    "personal information",
    "personenbezogen",
    "personenbezogene",
    "personenbezogenes",
    "datos personales",
    "dato personal",
    "donnees personnelles",
    "donnee personnelle",
    "phi",
    "sensitive personal",
];

const NEGATIONS: &[&str] = &["no", "not", "non", "kein", "keine", "nicht", "ohne", "without", "sin", "sans"];

/// What a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) kind: &'static str,
    pub(super) phrase: &'static str,
    pub(super) is_weak: bool,
}

/// The words of a name or a comment, without accents.
fn words(text: &str) -> Vec<String> {
    let folded = text.chars().flat_map(|c| {
        let plain: &str = match c {
            'é' | 'è' | 'ê' | 'ë' => "e",
            'á' | 'à' | 'â' | 'ä' => "a",
            'í' | 'î' | 'ï' => "i",
            'ó' | 'ô' | 'ö' => "o",
            'ú' | 'ù' | 'û' | 'ü' => "u",
            'ç' => "c",
            'ñ' => "n",
            'ß' => "ss",
            _ => return vec![c],
        };
        plain.chars().collect()
    });
    split(&folded.collect::<String>())
}

/// Whether a table's name says that its rows are people.
pub(super) fn is_of_people(table: &str) -> bool {
    words(table).iter().any(|word| PEOPLE.contains(&word.as_str()))
}

/// What the name of a column says, if anything: its longest phrase, which must be what the name is about.
pub(super) fn meaning(column: &str) -> Option<Meaning> {
    let name = words(column);
    let strs: Vec<&str> = name.iter().map(String::as_str).collect();
    if strs.first().is_some_and(|first| ASKING.contains(first)) {
        return None;
    }
    let whole = strs.concat();
    let mut best: Option<(usize, Meaning)> = None;
    for line in WORDS.lines() {
        let Some((kind, phrase)) = line.split_once('\t') else { continue };
        let wanted = words(phrase);
        let fits = wanted.concat() == whole || stands(&strs, &wanted);
        let longer = best.as_ref().is_none_or(|(length, _)| wanted.concat().len() > *length);
        if fits && longer {
            best = Some((wanted.concat().len(), Meaning { kind, phrase, is_weak: WEAK.contains(&phrase) }));
        }
    }
    best.map(|(_, meaning)| meaning)
}

/// Whether the phrase stands in the name, nothing but trailing words behind it and no machine before it.
fn stands(name: &[&str], phrase: &[String]) -> bool {
    (0..name.len()).any(|at| {
        let Some(rest) = name.get(at..).filter(|rest| rest.len() >= phrase.len()) else { return false };
        let (here, behind) = rest.split_at(phrase.len());
        let before = at.checked_sub(1).and_then(|before| name.get(before));
        here.iter().zip(phrase).all(|(a, b)| a == b)
            && behind.iter().all(|word| TRAILING.contains(word))
            && before.is_none_or(|word| !MACHINES.contains(word))
    })
}

/// The words by which a comment says that the column holds personal data.
pub(super) fn mark(comment: &str) -> Option<&'static str> {
    let said = words(comment);
    let strs: Vec<&str> = said.iter().map(String::as_str).collect();
    if strs.iter().any(|word| NEGATIONS.contains(word)) {
        return None;
    }
    MARKS.iter().copied().find(|mark| {
        let wanted = words(mark);
        strs.windows(wanted.len()).any(|here| here.iter().zip(&wanted).all(|(a, b)| a == b))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(column: &str) -> Option<&'static str> {
        meaning(column).map(|m| m.kind)
    }

    #[test]
    fn names_are_known_in_several_languages_and_styles() {
        for (column, expected) in [
            ("email", "email"),
            ("Email_Address", "email"),
            ("customerEmail", "email"),
            ("EMAILADDRESS", "email"),
            ("correo_electronico", "email"),
            ("fname", "name"),
            ("firstName", "name"),
            ("nachname", "name"),
            ("prénom", "name"),
            ("apellidos", "name"),
            ("phone_number_home", "phone"),
            ("TelefonNummer", "phone"),
            ("ssn", "national id"),
            ("passportNo", "national id"),
            ("Führerschein", "national id"),
            ("dob", "birth date"),
            ("geburtsdatum", "birth date"),
            ("date_de_naissance", "birth date"),
            ("fecha_nacimiento", "birth date"),
            ("shipping_address", "address"),
            ("plz", "address"),
            ("Straße", "address"),
            ("credit_card_number", "card"),
            ("iban", "card"),
            ("icd_code", "health"),
            ("blutgruppe", "health"),
            ("home_latitude", "location"),
            ("client_ip", "IP address"),
            ("passwordHash", "credential"),
            ("mot_de_passe", "credential"),
            ("contraseña", "credential"),
            ("marital_status", "trait"),
            ("iris_scan", "biometric"),
        ] {
            assert_eq!(kind(column), Some(expected), "{column}");
        }
    }

    #[test]
    fn what_only_looks_like_it_is_left() {
        for column in [
            "filename",
            "file_name",
            "hostname",
            "product_name",
            "name_of_product",
            "email_template_id",
            "card_type",
            "address_family",
            "email_count",
            "phone_verified",
            "is_email_verified",
            "ip_version",
            "password_changed_at",
            "mac_address",
            "server_address",
            "contract_address",
            "has_passport",
            "telephone_type",
            "birthday_discount",
            "streetcar",
            "shipping_method",
            "zip_file",
            "company_name",
            "emailing_enabled",
            "race_condition",
            "ping",
            "description",
            "tenant",
            "stellar",
            "credit_limit",
            "total_phone",
            "address_id",
            "gender_options",
            "login_count",
            "secret_version",
            "unemailed",
            "classname",
            "username_policy",
            "health_check_url",
            "location_id",
            "server_ip",
        ] {
            assert_eq!(kind(column), None, "{column}");
        }
    }

    #[test]
    fn a_comment_marks_or_denies() {
        assert_eq!(mark("PII: the visitor's nickname"), Some("pii"));
        assert_eq!(mark("Données personnelles du client"), Some("donnees personnelles"));
        assert_eq!(mark("contains no PII"), None);
        assert_eq!(mark("pie chart"), None);
    }

    #[test]
    fn every_phrase_is_told_once_and_every_weak_one_exists() {
        let phrases: Vec<Vec<String>> = WORDS.lines().map(|l| words(l.split_once('\t').unwrap().1)).collect();
        assert!(phrases.iter().all(|p| !p.is_empty()));
        for weak in WEAK {
            assert!(phrases.contains(&words(weak)), "{weak}");
        }
    }
}
