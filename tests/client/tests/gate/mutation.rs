//! Makes new statements out of those of the corpus: pieces of one in another, calls of anything in the catalogs, wraps.

use copilot_client_tests::Story;
use postgres::Client;

/// A small generator of numbers, the same in every run with one seed (Marsaglia, "Xorshift RNGs").
pub struct Numbers(u64);

impl Numbers {
    pub fn new(seed: u64) -> Numbers {
        Numbers(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % bound.max(1) as u64) as usize
    }

    fn of<'a>(&mut self, all: &'a [String]) -> &'a str {
        all.get(self.below(all.len())).map_or("", String::as_str)
    }
}

/// Each stands for a whole query (`{}`), a second one (`{2}`), a call (`{f}`), a relation (`{r}`) or a type (`{t}`).
const WRAPS: [&str; 26] = [
    "select * from ({}) w",
    "with w as materialized ({}) select * from w",
    "with recursive w as ({} union all select * from w where false) select * from w",
    "select ({})",
    "select exists ({})",
    "select array({})",
    "explain {}",
    "explain (verbose, costs off) {}",
    "explain (format json, settings) {}",
    "({}) union all ({2})",
    "({}) except ({2})",
    "select * from {r} r, lateral ({}) w limit 3",
    "select {f}, w from ({}) w",
    "select * from ({}) w where {f} is not null",
    "select * from {f} w, ({}) v",
    "select 1 in ({})",
    "select coalesce(({})::text, '')::{t}",
    "select * from ({}) w order by {f}",
    "select {f} over (order by w) from ({}) w",
    "select case when true then ({}) end::{t}",
    "values (({})), (({2}))",
    "select count(*) filter (where exists ({})) from {r} group by {f}",
    "select * from {r} tablesample bernoulli (({})::real)",
    "select row(({}), {f})::text",
    "({}) limit ({2})",
    "{}; {2}",
];
const TRICKS: [&str; 22] = [
    ";",
    "--",
    "--\r",
    "/*",
    "*/",
    "/**/",
    "'",
    "\"",
    "$$",
    "$a$",
    "E'\\'",
    "U&'\\0041'",
    "U&\"\\0061\"",
    "\u{a0}",
    "(",
    ")",
    ",",
    "\\",
    "$1",
    "\u{feff}",
    " into evil ",
    " for update ",
];
const LITERALS: [&str; 16] = [
    "0",
    "-1",
    "2147483647",
    "9223372036854775807",
    "1e308",
    "'NaN'",
    "null",
    "''",
    "'{}'",
    "'[1,2]'",
    "'(1,2)'",
    "'<a/>'",
    "array[1,2]",
    "row(1,'x')",
    "'pg_class'::regclass",
    "'1 day'::interval",
];

/// Words that are no part of an expression by themselves.
const KEYWORDS: &str =
    "select from where group by order having limit offset join on using left right full inner cross lateral with as and \
    or not in is union all except intersect distinct case when then else end over partition explain values table exists \
    between like array row cast filter within window recursive materialized";

/// What statements are made of.
pub struct Material {
    statements: Vec<Vec<String>>,
    calls: Vec<String>,
    names: Vec<String>,
    relations: Vec<String>,
    types: Vec<String>,
    operators: Vec<String>,
}

impl Material {
    /// The statements, and what stands in the catalogs of the database.
    pub fn new(statements: &[String], client: &mut Client) -> Material {
        let literal = "case when t.typcategory = 'N' then '1' when t.typcategory = 'B' then 'true'
                            when t.typcategory = 'A' then '{}' when t.typcategory = 'T' then '1 day'
                            when t.typcategory = 'D' then '2026-01-01' else 'a' end";
        let calls = client.values(&format!(
            "select p.oid::regproc || '(' || coalesce((
                        select string_agg(format('%L::%s', {literal}, format_type(t.oid, null)), ', ' order by a.n)
                          from unnest(p.proargtypes) with ordinality a(type, n) join pg_type t on t.oid = a.type), '') || ')'
               from pg_proc p where prokind in ('f', 'a') order by p.oid"
        ));
        let mut list = |sql: &str| client.values::<String>(sql);
        Material {
            names: list("select oid::regproc::text from pg_proc order by oid"),
            relations: list(
                "select oid::regclass::text from pg_class where relkind in ('r', 'v', 'm', 'f', 'p', 'S') order by oid",
            ),
            types: list("select format_type(oid, null) from pg_type where typrelid = 0 order by oid"),
            operators: list(
                "select format('operator(%I.%s)', n.nspname, oprname)
                   from pg_operator o join pg_namespace n on n.oid = oprnamespace order by o.oid",
            ),
            statements: statements.iter().map(|sql| tokens(sql)).collect(),
            calls,
        }
    }

    /// The next statement.
    pub fn mutated(&self, numbers: &mut Numbers) -> String {
        let mut made = self.statement(numbers).to_vec();
        for _ in 0..=numbers.below(3) {
            self.change(&mut made, numbers);
        }
        let sql = made.concat();
        if numbers.below(3) == 0 {
            return self.wrapped(&sql, numbers);
        }
        sql
    }

    fn statement(&self, numbers: &mut Numbers) -> &[String] {
        self.statements.get(numbers.below(self.statements.len())).map_or(&[], Vec::as_slice)
    }

    fn wrapped(&self, sql: &str, numbers: &mut Numbers) -> String {
        let bare = |sql: &str| sql.trim_end().trim_end_matches(';').to_owned();
        let wrap = WRAPS[numbers.below(WRAPS.len())];
        let second = bare(&self.statement(numbers).concat());
        let filled = wrap.replace("{f}", numbers.of(&self.calls)).replace("{r}", numbers.of(&self.relations));
        filled.replace("{t}", numbers.of(&self.types)).replace("{2}", &second).replace("{}", &bare(sql))
    }

    fn change(&self, made: &mut Vec<String>, numbers: &mut Numbers) {
        let at = place(made, numbers);
        let (from, to) = group(made, at);
        match numbers.below(17) {
            0 => {
                let other = self.statement(numbers);
                let cut = numbers.below(other.len());
                made.truncate(at);
                made.extend_from_slice(&other[cut..]);
            }
            1 | 2 | 13 => {
                let other = self.statement(numbers);
                let (start, end) = group(other, place(other, numbers));
                made.splice(from..to, other[start..end].iter().cloned());
            }
            3 | 4 | 14..=16 => replace(made, at, is_operand, numbers.of(&self.calls)),
            5 => replace(made, at, is_operand, numbers.of(&self.names)),
            6 => replace(made, at, is_operand, numbers.of(&self.relations)),
            7 => replace(made, at, is_operator, &format!(" {} ", numbers.of(&self.operators))),
            8 => made.insert(to, format!("::{}", numbers.of(&self.types))),
            9 => replace(made, at, is_literal, LITERALS[numbers.below(LITERALS.len())]),
            10 => drop(made.drain(from..to)),
            11 => {
                let again = made[from..to].to_vec();
                made.splice(to..to, std::iter::once(" ".to_owned()).chain(again));
            }
            _ => made.insert(at, TRICKS[numbers.below(TRICKS.len())].to_owned()),
        }
        if made.is_empty() {
            made.push("select 1".into());
        }
    }
}

/// The next token from `at` on that fits becomes something else.
fn replace(made: &mut [String], at: usize, fits: impl Fn(&str) -> bool, new: &str) {
    if let Some(token) = made.iter_mut().skip(at).find(|token| fits(token)) {
        *token = new.to_owned();
    }
}

/// A place where an operand stands, or any where there is none at hand.
fn place(tokens: &[String], numbers: &mut Numbers) -> usize {
    let mut at = 0;
    for _ in 0..12 {
        at = numbers.below(tokens.len());
        if tokens.get(at).is_some_and(|token| token == "(" || is_operand(token)) {
            break;
        }
    }
    at
}

fn is_operand(token: &str) -> bool {
    let is_keyword = || KEYWORDS.split_whitespace().any(|word| token.eq_ignore_ascii_case(word));
    is_literal(token) || is_word(token) && !is_keyword()
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

fn is_literal(token: &str) -> bool {
    token.starts_with(|c: char| c == '\'' || c.is_ascii_digit())
}

fn is_operator(token: &str) -> bool {
    token.starts_with(|c: char| "~!@#^&|?+-*/%<>=".contains(c)) && !token.starts_with("--")
}

/// The token, or the parenthesis it opens with all that is in it.
fn group(tokens: &[String], at: usize) -> (usize, usize) {
    if at >= tokens.len() {
        return (at.min(tokens.len()), tokens.len());
    }
    let mut depth = 0;
    for (n, token) in tokens.iter().enumerate().skip(at) {
        depth += i32::from(token == "(") - i32::from(token == ")");
        if depth <= 0 {
            return (at, n + 1);
        }
    }
    (at, at + 1)
}

/// Words, texts in quotes, runs of one kind, single characters: enough to cut at places that mean something.
fn tokens(sql: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let run = |test: &dyn Fn(char) -> bool| rest.find(|c| !test(c)).unwrap_or(rest.len());
        let end = match first {
            '\'' | '"' => rest[1..].find(first).map_or(rest.len(), |end| end + 2),
            c if c.is_whitespace() => run(&char::is_whitespace),
            c if c.is_alphanumeric() || c == '_' => run(&|c| c.is_alphanumeric() || c == '_'),
            c if "~!@#^&|?+-*/%<>=:".contains(c) => run(&|c| "~!@#^&|?+-*/%<>=:".contains(c)),
            c => c.len_utf8(),
        };
        let (token, after) = rest.split_at(end);
        out.push(token.to_owned());
        rest = after;
    }
    out
}

#[test]
fn tokens_are_the_text_and_groups_are_whole() {
    let sql = "select f('a b', (1 + 2)::int) from \"T\"";
    let all = tokens(sql);
    assert_eq!(all.concat(), sql);
    let open = all.iter().position(|token| token == "(").expect("a parenthesis");
    let (from, to) = group(&all, open);
    assert_eq!(all[from..to].concat(), "('a b', (1 + 2)::int)");
    assert_eq!(group(&all, all.len()), (all.len(), all.len()));
}
