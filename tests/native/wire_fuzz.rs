//! The decoder and the reference on many answers. `FUZZ_INPUTS` says how many, `FUZZ_SEED` where to start;
//! without them it is a few seconds' worth. `FUZZ_INPUTS=10_000_000 cargo test --release --test wire wire_fuzz -- --nocapture` for many.

use crate::reference::answers::Answers;
use crate::reference::{Verdict, compare};

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.replace('_', "").parse().expect(name))
}

#[test]
fn decoder_and_reference_accept_and_refuse_the_same() {
    let inputs = setting("FUZZ_INPUTS", 60_000);
    let seed = setting("FUZZ_SEED", 1);
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let counts: Vec<[u64; 4]> = std::thread::scope(|scope| {
        let run = |thread: usize| {
            let mut counts = [0; 4];
            for number in (0..inputs).skip(thread).step_by(threads) {
                let (body, expect) =
                    Answers::new(seed.wrapping_mul(1 << 40).wrapping_add(number)).next();
                counts[match compare(&body, expect) {
                    Verdict::NoJson => 0,
                    Verdict::NoEnvelope(_) => 1,
                    Verdict::Read {
                        payload: Err(_), ..
                    } => 2,
                    Verdict::Read { payload: Ok(_), .. } => 3,
                }] += 1;
            }
            counts
        };
        let handles: Vec<_> = (0..threads)
            .map(|thread| scope.spawn(move || run(thread)))
            .collect();
        handles
            .into_iter()
            .map(|handle| handle.join().expect("the verdicts differ"))
            .collect()
    });
    let sum = |kind: usize| counts.iter().map(|counts| counts[kind]).sum::<u64>();
    let [no_json, no_envelope, no_payload, read] = [sum(0), sum(1), sum(2), sum(3)];
    println!(
        "{inputs} answers: {no_json} no JSON, {no_envelope} no envelope, {no_payload} no cards, {read} read"
    );
    // The answers are only worth something while they fall on both sides of every rule.
    for kind in [no_json, no_envelope, no_payload, read] {
        assert!(
            kind * 100 >= inputs,
            "a kind of verdict is rarer than one in a hundred"
        );
    }
}
