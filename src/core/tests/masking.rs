//! No literal survives masking: a thousand made-up statements, each literal with a mark that is nowhere else.

use copilot_core::evidence::Evidence;
use copilot_core::llm::{discreet, masking};
use copilot_core::value::Value;

/// A small generator of numbers, the same in every run (Marsaglia, "Xorshift RNGs").
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below as u64) as usize
    }
}

/// A literal and the mark to look for in what is left.
fn literal(numbers: &mut Numbers) -> (String, String) {
    let word = format!("zq{}x", 100_000 + numbers.next(900_000));
    let digits = (1_000_000 + numbers.next(9_000_000)).to_string();
    let text = match numbers.next(22) {
        0 => format!("'{word}'"),
        1 => format!("'it''s {word}'"),
        2 => format!("E'a\\n{word}'"),
        3 => format!("E'a\\'{word}'"),
        4 => format!("e'\\\\{word}\\''"),
        5 => format!("U&'\\0061{word}'"),
        6 => format!("N'{word}'"),
        7 => format!("$${word}$$"),
        8 => format!("$tag${word} $$ '{word}' $tag$"),
        9 => format!("'/* {word}'"),
        10 => format!("'-- {word}'"),
        11 => format!("'{{\"key\": \"{word}\"}}'::jsonb"),
        12 => format!("'{word}\n{word}'"),
        13 => format!("'größe 💣 {word}'"),
        14 => return (format!("B'10{digits}'"), digits),
        15 => return (format!("X'{digits}'"), digits),
        16 => return (digits.clone(), digits),
        17 => return (format!("-{digits}.{digits}e{}", 1 + numbers.next(9)), digits),
        18 => return (format!(".{digits}"), digits),
        19 => return (format!("{}_{}", &digits[..1], &digits[1..]), digits[1..].to_owned()),
        20 => return (format!("0x{digits}"), digits),
        _ => return (format!("interval '{digits} days'"), digits),
    };
    (text, word)
}

const SHAPES: [&str; 14] = [
    "select a, {} from shop.orders where b = {} and c in ({}, {}) limit 5",
    "insert into t (a, b) values ({}, {}), ({}, {})",
    "update t set a = {}, b = b || {} where id = {}",
    "delete from t where a between {} and {}",
    "alter role bob password {}",
    "create user mapping for bob server s options (user {}, password {})",
    "select * from t /* {} */ where a = {}",
    "select * from t -- {}\n where a = {}",
    "do {}",
    "set application_name = {}",
    "copy t from {} with (format csv, delimiter {})",
    "with x as (select {} as a) select a->>{} from x where {} is not null order by {}",
    "select f({},{})::int,{}from t where\"Odd name\"={}",
    "comment on table t is {}; select {}",
];

#[test]
fn no_literal_of_a_thousand_statements_survives() {
    let mut numbers = Numbers(0x2545_f491_4f6c_dd1d);
    let mut kept_a_name = 0;
    for _ in 0..1_000 {
        let mut marks = Vec::new();
        let mut sql = String::new();
        for (at, part) in SHAPES[numbers.next(SHAPES.len())].split("{}").enumerate() {
            if at > 0 {
                let (text, mark) = literal(&mut numbers);
                sql.push_str(&text);
                marks.push(mark);
            }
            sql.push_str(part);
        }
        // As the views of the server show long texts: cut anywhere.
        if numbers.next(4) == 0 {
            let cut = numbers.next(sql.len());
            let end = (cut..sql.len()).find(|at| sql.is_char_boundary(*at)).unwrap_or(sql.len());
            sql.truncate(end);
        }
        let masked = masking::sql(&sql);
        for mark in &marks {
            assert!(!masked.contains(mark.as_str()), "{mark}\n{sql}\n{masked}");
        }
        kept_a_name += usize::from(masked.contains("shop.orders"));

        let evidence = Evidence::measured("statements", "queryid 1", "query", Value::Word(sql.clone()));
        let left = format!("{:?}", discreet::evidence(&evidence).value);
        let question = discreet::question(&format!("why is {sql} slow?"), &[]);
        for mark in &marks {
            assert!(!left.contains(mark.as_str()), "{sql}\n{left}");
            assert!(!question.contains(mark.as_str()), "{mark}\n{sql}\n{question}");
        }
    }
    assert!(kept_a_name > 40, "names stay: {kept_a_name}");
}

#[test]
fn backslashes_and_quotes_that_depend_on_a_setting_let_nothing_through() {
    for sql in [
        "select 'a\\' from t where secret = 'x\\'' and b = 'c'",
        "select 'a\\'b secret', 'x\\'y'",
        "select \"a\", 'b\\', secret, '\\'",
    ] {
        let masked = masking::sql(sql);
        assert!(!masked.contains("secret"), "{sql}\n{masked}");
    }
}
