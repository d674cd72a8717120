//! Frozen digests, natively; the same list runs in three browsers.

mod golden;

#[test]
fn golden_links_keep_their_digests() {
    let mut wrong = Vec::new();
    for golden in golden::LINKS {
        let digest = golden::native(golden.link);
        if digest != golden.digest {
            wrong.push(format!("{digest} instead of {} for {}", golden.digest, golden.link));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Units that a link clamps keep their value, and the others have the conditional law: `⟨σ⟩` of two spins, one held.
#[test]
fn a_link_clamps_units() {
    use ebm::session::{Run, Session};
    let link = "v=1&model=two-spins&w=0.7&b1=0.4&b2=-0.9&T=1.6&sampler=gibbs&clamped=0&steps=40000";
    let (experiment, warnings) = ebm::experiment::Experiment::read(link);
    assert!(warnings.is_empty(), "{warnings:?}");
    let mut run = Run::new(experiment, None).unwrap();
    let (mut first, mut second) = (0.0, 0.0);
    for _ in 0..40_000 {
        run.advance(1).unwrap();
        let state = &run.chains()[0];
        (first, second) = (first + f64::from(state[0]) / 40_000.0, second + f64::from(state[1]) / 40_000.0);
    }
    let exact = 2.0 * ebm::num::sigmoid64(2.0 * (-0.9 - 0.7) / 1.6) - 1.0;
    assert!((first + 1.0).abs() < 1e-9);
    // Independent draws of a spin: five standard errors, 6e-7.
    assert!((second - exact).abs() < 5.0 * ((1.0 - exact * exact) / 40_000.0).sqrt(), "{second}, exactly {exact}");
    let (_, warnings) = ebm::experiment::Experiment::read("v=1&model=two-spins&sampler=gibbs&clamped=0x");
    assert_eq!((warnings.len(), warnings[0].key.as_str()), (1, "clamped"));
}
