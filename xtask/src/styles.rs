//! The styles of a figure inside a shadow root, made from the page's: one sheet of looks, two places.

/// What figures look like on someone else's page. There the box `ebm-box` stands for the element, the element's `data-ebm-theme` for
/// the page's theme; what depends on the window's width depends on the figure's, and nothing on the size of the page's letters. Each
/// colour and font can be inherited as `--ebm-…`.
pub fn of_figures(page: &str, shadow: &str) -> String {
    let page = page
        .replace(":root[data-theme=\"dark\"]", ":host([data-ebm-theme=\"dark\"])")
        .replace(":root", ":host")
        .replace("ebm-figure", "ebm-box")
        .replace("@media (max-width:", "@container (max-width:");
    in_pixels(&(inherited(&page) + shadow))
}

/// Custom properties of the element itself begin with what is inherited, if there is any.
fn inherited(css: &str) -> String {
    let mut made = String::new();
    let mut rest = css;
    while let Some(start) = rest.find(":host") {
        let end = rest[start..].find('}').map_or(rest.len(), |length| start + length);
        made.push_str(&rest[..start]);
        let declarations = rest[start..end].split_inclusive(';').map(|part| match part.split_once("--") {
            Some((before, property)) => match property.trim_end_matches(';').split_once(": ") {
                Some((name, value)) => format!("{before}--{name}: var(--ebm-{name}, {value});"),
                None => part.to_string(),
            },
            None => part.to_string(),
        });
        made.extend(declarations);
        rest = &rest[end..];
    }
    made + rest
}

/// Lengths by the page's letters as pixels.
fn in_pixels(css: &str) -> String {
    let mut made = String::new();
    let mut parts = css.split("rem").peekable();
    while let Some(part) = parts.next() {
        let digits = part.len() - part.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len();
        let number = part[part.len() - digits..].parse::<f64>().ok().filter(|_| parts.peek().is_some());
        match number {
            Some(number) => made.push_str(&format!("{}{}px", &part[..part.len() - digits], number * 16.0)),
            None => {
                made.push_str(part);
                made.push_str(if parts.peek().is_some() { "rem" } else { "" });
            }
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::of_figures;

    #[test]
    fn page_becomes_shadow() {
        let page = ":root {\n  --ink: #123; --sans: a, b;\n  color-scheme: light;\n}\n:root[data-theme=\"dark\"] { --ink: #fff; }\n\
            ebm-figure[name=\"x\"] .row { width: 7.5rem; margin: 0 1rem; }\n@media (max-width: 900px) { .premium { color: var(--ink); } }\n";
        let figure = of_figures(page, ":host { display: block; }");
        assert_eq!(
            figure,
            ":host {\n  --ink: var(--ebm-ink, #123); --sans: var(--ebm-sans, a, b);\n  color-scheme: light;\n}\n\
             :host([data-ebm-theme=\"dark\"]) { --ink: var(--ebm-ink, #fff); }\n\
             ebm-box[name=\"x\"] .row { width: 120px; margin: 0 16px; }\n@container (max-width: 900px) { .premium { color: var(--ink); } }\n\
             :host { display: block; }"
        );
    }
}
