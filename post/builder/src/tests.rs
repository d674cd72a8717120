use crate::{Equation, Lang, Reference, Rendered, Shared, Source, TextError, render};

const TEXT: &str = "# Title {#top}\n\nA formula $E_i/T$, see [@eq:boltzmann], [@fig:levels], [@sec:top] and [@jaynes][^why].\n\n\
    ![](eq:boltzmann)\n\n> Does it *cool*?\n\n![Drag $T$; see [@eq:boltzmann].](fig:levels)\n\n[^why]: Because $p > 0$.\n";

fn shared() -> Shared {
    let mut shared = Shared::default();
    let tex = r"p(x) = \frac{1}{Z} \exp\left(-\frac{E(x)}{T}\right)".to_string();
    shared.equations.insert("boltzmann".into(), Equation { tex, en: "p of x".into(), zh: "p".into() });
    let jaynes = Reference {
        authors: "Jaynes, E. T.".into(),
        year: 1957,
        title: "Information theory".into(),
        venue: "Phys. Rev.".into(),
        doi: Some("10.1103/PhysRev.106.620".into()),
    };
    shared.references.insert("jaynes".into(), jaynes);
    shared
}

fn rendered(text: &str) -> Result<Rendered, Vec<TextError>> {
    render(Lang::En, &[Source { name: "a.md".into(), text: text.into() }], &shared())
}

#[test]
fn everything_is_resolved() {
    let page = rendered(TEXT).expect("no errors");
    for part in [
        "<a href=\"#eq-boltzmann\">(1)</a>",
        "<a href=\"#fig-levels\">Figure 1</a>",
        "<a href=\"#top\">Title</a>",
        "<a href=\"#ref-jaynes\">Jaynes (1957)</a>",
        "</math>,</span> see <a",
        "alttext=\"p of x\"",
        "<ebm-figure name=\"levels\">",
        "Does it <em>cool</em>?",
        "<aside class=\"note\" role=\"note\" id=\"note-why\">",
        "https://doi.org/10.1103/PhysRev.106.620",
    ] {
        assert!(page.body.contains(part), "{part} is not in {}", page.body);
    }
    assert!(!page.body.contains("ref:") && !page.body.contains(" style="));
    assert_eq!(page.title, "Title");
}

#[test]
fn what_leads_nowhere_is_named_with_its_line() {
    for (from, to, line, words) in [
        ("[@eq:boltzmann], ", "[@eq:gibbs], ", 3, "eq:gibbs"),
        ("[@fig:levels], ", "[@fig:ladder], ", 3, "fig:ladder"),
        ("[@sec:top]", "[@sec:bottom]", 3, "sec:bottom"),
        ("[@jaynes]", "[@gibbs]", 3, "gibbs"),
        ("$E_i/T$", "$\\nonsense$", 3, "nonsense"),
        ("> Does it *cool*?\n\n", "", 7, "question"),
        ("[^why]: Because $p > 0$.\n", "", 3, "why"),
        ("![](eq:boltzmann)\n\n", "", 1, "not used"),
        ("# Title {#top}", "# Title", 1, "anchor"),
        ("![](eq:boltzmann)", "![](eq:boltzmann)\n\n![](eq:boltzmann)", 7, "twice"),
        ("![](eq:boltzmann)", "So ![](eq:boltzmann)", 5, "paragraph of its own"),
    ] {
        let text = TEXT.replacen(from, to, 1);
        assert_ne!(text, TEXT, "{from}");
        let errors = rendered(&text).expect_err(to);
        let found = errors.iter().any(|e| e.line == line && e.message.contains(words));
        assert!(found, "{to}: {errors:?}");
    }
}

#[test]
fn translations_have_the_same_anchors() {
    let english = rendered(TEXT).expect("no errors");
    let swapped = TEXT.replace("[@eq:boltzmann], [@fig:levels]", "[@fig:levels], [@eq:boltzmann]");
    assert!(english.index.compare(&rendered(&swapped).expect("no errors").index).is_none());
    let without = TEXT.replace("[@fig:levels], ", "");
    let error = english.index.compare(&rendered(&without).expect("no errors").index).expect("a difference");
    assert!(error.message.contains("fig:levels"), "{error}");
}

#[test]
fn works_are_called_by_their_authors() {
    assert_eq!(Lang::En.cited("Geman, S. and Geman, D.", 1984), "Geman and Geman (1984)");
    assert_eq!(Lang::Zh.cited("Ackley, D. H., Hinton, G. E. and Sejnowski, T. J.", 1985), "Ackley 等 (1985)");
}
