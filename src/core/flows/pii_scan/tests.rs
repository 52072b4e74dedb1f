use super::{pii_scan, Family, Kind, TableColumn, TableColumns, MOST_SAMPLE_ROWS};
use crate::evidence::fake::{setting, FakeWorld};
use crate::gate::Rows;
use crate::pii::Confidence;

fn column(name: &str, base_type: &str) -> TableColumn {
    TableColumn {
        column_name: name.into(),
        type_name: base_type.into(),
        base_type: base_type.into(),
        comment: None,
        readers: Vec::new(),
        mask: None,
        views: 0,
    }
}

fn customers() -> TableColumns {
    TableColumns {
        schema_name: "shop".into(),
        table_name: "Customers".into(),
        kind: 'r',
        row_estimate: Some(12),
        has_row_security: true,
        owner_name: "ann".into(),
        is_open_to_public: true,
        readers: vec!["app".into(), "PUBLIC".into()],
        columns: vec![column("id", "int8"), column("email", "text"), column("card", "bytea"), column("note", "text")],
    }
}

fn world() -> FakeWorld {
    FakeWorld::new()
        .with(Family::TableColumns, &[customers()])
        .with(Family::Settings, &[setting("log_statement", "mod")])
}

fn rows(values: &[(&str, &str)]) -> Rows {
    let object = |(email, note): &(&str, &str)| format!("{{\"c0\": {email:?}, \"c1\": {note:?}}}");
    Rows { objects: values.iter().map(object).collect(), cut: None }
}

#[test]
fn a_column_is_told_with_its_readers_and_nothing_is_read_unasked() {
    let scan = pii_scan(&mut world(), None, Some(0)).unwrap();
    assert_eq!(scan.rows.len(), 1);
    let row = &scan.rows[0];
    assert_eq!((row.column_name.as_str(), row.personal.kind), ("email", "email"));
    assert_eq!(row.readers, ["PUBLIC", "app", "ann"]);
    assert_eq!((row.row_security, row.row_estimate, &row.sample), (true, Some(12), &None));
    assert_eq!(row.logged, "log_statement = mod");
    assert!(row.encrypted.starts_with("not visible from SQL"), "{}", row.encrypted);
    assert!(scan.notice.contains("1 of 4 columns in 1 tables") && scan.notice.contains("no value was read"));
}

#[test]
fn a_sample_is_counted_and_no_value_is_shown() {
    let values = [("ann@example.com", "4111 1111 1111 1111"); 6];
    let scan = pii_scan(&mut world().giving(rows(&values)), Some("shop"), Some(100)).unwrap();
    let told = format!("{scan:?}");
    assert!(!told.contains("example.com") && !told.contains("4111"), "{told}");
    let whys: Vec<&str> = scan.rows.iter().map(|row| row.personal.why.as_str()).collect();
    assert_eq!(
        whys,
        [
            "name: \"email\"; sample: 6 of 6 look like an e-mail address",
            "sample: 6 of 6 look like a card number (Luhn's digit holds)"
        ]
    );
    assert_eq!(scan.rows[1].personal.confidence, Confidence::Medium);
}

#[test]
fn what_the_gate_refuses_is_told_and_costs_only_itself() {
    let scan = pii_scan(&mut world(), None, Some(10)).unwrap();
    assert_eq!(scan.rows[0].sample.as_deref(), Some("not sampled: this world runs nothing"));
    assert!(scan.notice.contains("1 could not be sampled"), "{}", scan.notice);
}

#[test]
fn public_without_the_schema_is_said_to_be_without() {
    let closed = TableColumns { is_open_to_public: false, ..customers() };
    let mut world = FakeWorld::new().with(Family::TableColumns, &[closed]);
    let scan = pii_scan(&mut world, None, Some(0)).unwrap();
    assert_eq!(scan.rows[0].readers[0], "PUBLIC, which may not use the schema");
    assert!(scan.rows[0].logged.starts_with("not visible from SQL"));
}

#[test]
fn arguments_are_checked() {
    for (schema, sample_rows, kind) in [
        (None, None, Kind::NullArgument),
        (None, Some(-1), Kind::InvalidArgument),
        (None, Some(MOST_SAMPLE_ROWS + 1), Kind::InvalidArgument),
        (Some("nowhere"), Some(0), Kind::NotFound),
    ] {
        assert_eq!(pii_scan(&mut world(), schema, sample_rows).unwrap_err().kind, kind);
    }
}
