//! The article itself: it builds in both languages, and the maths font has every character of its formulas.

use std::fs;

/// Cargo runs tests in their package's folder.
fn folder() -> std::path::PathBuf {
    "..".into()
}

/// Whether a character is in the committed list of the font's subset.
fn in_font(list: &[(u32, u32)], c: char) -> bool {
    list.iter().any(|&(from, to)| (from..=to).contains(&(c as u32)))
}

/// The italic form in which a browser draws an identifier of one letter.
fn italic(c: char) -> char {
    let code = c as u32;
    let form = match c {
        'h' => 0x210E,
        'a'..='z' => 0x1D44E + code - u32::from('a'),
        'A'..='Z' => 0x1D434 + code - u32::from('A'),
        'α'..='ω' => 0x1D6FC + code - 0x3B1,
        _ => code,
    };
    char::from_u32(form).unwrap_or(c)
}

#[test]
fn the_article_builds_and_its_formulas_have_their_font() {
    let pages = article::build(&folder()).unwrap_or_else(|errors| {
        panic!("{}", errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    });
    let list = fs::read_to_string(folder().join("font.txt")).expect("font.txt");
    let number = |text: &str| u32::from_str_radix(text, 16).expect("a hexadecimal number");
    let list: Vec<(u32, u32)> = list
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let (from, to) = line.split_once('-').unwrap_or((line, line));
            (number(from), number(to))
        })
        .collect();
    for page in &pages {
        assert!(!page.html.contains(" style=") && !page.html.contains("<style"), "{} has styles of its own", page.name);
        for formula in page.html.split("<math").skip(1).filter_map(|part| part.split_once("</math>")) {
            let inner = formula.0.split_once('>').expect("the end of a tag").1;
            for element in inner.split('<').filter_map(|part| part.split_once('>')) {
                let text = element.1.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
                let single = element.0.starts_with("mi") && text.chars().count() == 1;
                for c in text.chars() {
                    let c = if single { italic(c) } else { c };
                    assert!(in_font(&list, c), "{}: the maths font lacks '{c}' (U+{:04X})", page.name, c as u32);
                }
            }
        }
    }
    assert_eq!(pages.len(), 2);
}
