//! What the builder makes of small texts, and which errors it reports.

use super::*;

fn build(text: &str) -> Result<Page, Vec<TextError>> {
    let eqs: Equations =
        toml::from_str("[law]\ntex='p=\\frac{1}{Z}'\nen='p is one over Z'\nzh='p 等于 Z 分之一'").unwrap();
    let refs = toml::from_str("[h82]\nauthors='Hopfield'\nyear=1982\ntitle='T'\nvenue='V'\ndoi='10.1/x'").unwrap();
    render(Lang::En, &[Source { name: "a.md".into(), text: text.into() }], &eqs, &refs)
}

const GOOD: &str = "## Law {#law}\n\nSee [@sec:law], [@eq:law], [@fig:chains], [@h82], $x^2$.\n\n![](eq:law)\n\n> Why?\n\n![A *caption*](fig:chains)\n";

#[test]
fn everything_resolves() {
    let html = build(GOOD).unwrap().html;
    for part in
        ["href=\"#law\">Law<", ">(1)</a>", ">Figure 1</a>", "Hopfield (1982)", "<em>caption</em>", "p is one over Z"]
    {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(!html.contains("style="), "a strict policy forbids style attributes");
}

#[test]
fn errors_name_file_and_line() {
    let errors = build(&format!("{GOOD}\n[@eq:none] and $\\nosuch$\n\n![c](fig:x)\n")).unwrap_err();
    assert!(build(&format!("{GOOD}\nCosts $5\n")).is_err());
    let lines: Vec<_> = errors.iter().map(|e| (e.file.as_str(), e.line)).collect();
    assert_eq!(lines, [("a.md", 11), ("a.md", 11), ("a.md", 13)]);
}

#[test]
fn a_missing_translation_is_found() {
    let (a, mut b) = (build(GOOD).unwrap(), build(GOOD).unwrap());
    assert_eq!(compare(&a, &b), None);
    b.anchors.remove(1);
    assert!(compare(&a, &b).is_some());
}
