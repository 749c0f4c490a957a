//! Ports that fetch blocks.

use espai_cdkey_emulator::port::is_blocked;

#[test]
fn those_of_the_standard_and_no_other() {
    for port in [
        0, 1, 7, 25, 79, 87, 110, 587, 995, 1723, 6000, 6665, 6669, 6697, 10080,
    ] {
        assert!(is_blocked(port), "{port}");
    }
    for port in [
        2, 80, 88, 443, 3000, 5173, 6664, 6670, 8080, 8787, 10081, 65535,
    ] {
        assert!(!is_blocked(port), "{port}");
    }
    assert_eq!((0..=u16::MAX).filter(|port| is_blocked(*port)).count(), 83);
}
