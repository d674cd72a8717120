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
