use espai_cdkey::card::{CardType, Language};

#[test]
fn only_the_pages_paid_types_are_paid() {
    for code in ["1", "2", "3", "4", "5"] {
        assert!(CardType::new(code).is_paid(), "{code}");
    }
    for code in ["0", "6", "", "01", "1 ", "青龙"] {
        assert!(!CardType::new(code).is_paid(), "{code}");
    }
}

#[test]
fn a_type_has_a_name_in_both_languages_and_an_unknown_one_shows_itself() {
    let trial = CardType::new("0");
    assert_eq!(trial.label(Language::Chinese), "免费体验卡");
    assert_eq!(trial.label(Language::English), "Free trial");
    let dragon = CardType::new("4");
    assert_eq!(dragon.label(Language::Chinese), "烛龙");
    assert_eq!(dragon.label(Language::English), "Zhulong");
    assert_eq!(CardType::new("77").label(Language::English), "77");
}
