//! Markdown to HTML: equations, figures, notes, citations and links between them.

use crate::{Equations, References, TextError};
use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};
use pulldown_cmark::{BrokenLink, CowStr, Event, Options, Parser, Tag, TagEnd, html};
use std::{collections::BTreeMap, ops::Range};

/// A language of the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// English.
    En,
    /// Simplified Chinese.
    Zh,
}

/// One Markdown file.
#[derive(Debug, Clone)]
pub struct Source {
    /// The name that errors print.
    pub name: String,
    /// CommonMark.
    pub text: String,
}

/// One built language: the article's HTML and what a translation must have too.
#[derive(Debug, Clone)]
pub struct Page {
    /// The article's body.
    pub html: String,
    /// `sec:`, `eq:`, `fig:`, `cite:` and `note:` names in order, with file and line.
    pub anchors: Vec<(String, String, usize)>,
}

type Spanned<'a> = (Event<'a>, Range<usize>);

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn to_html<'a>(events: impl IntoIterator<Item = Event<'a>>) -> String {
    let mut out = String::new();
    html::push_html(&mut out, events.into_iter());
    out
}

fn parse(text: &str) -> Vec<Spanned<'_>> {
    let options = Options::ENABLE_MATH | Options::ENABLE_FOOTNOTES | Options::ENABLE_HEADING_ATTRIBUTES;
    let resolve = |link: BrokenLink<'_>| {
        link.reference.strip_prefix('@').map(|name| (CowStr::from(format!("ref:{name}")), CowStr::from("")))
    };
    Parser::new_with_broken_link_callback(text, options, Some(resolve)).into_offset_iter().collect()
}

#[derive(Default)]
struct Index {
    titles: BTreeMap<String, String>,
    equations: Vec<String>,
    figures: Vec<String>,
    cited: Vec<String>,
}

fn number(names: &[String], name: &str) -> Option<usize> {
    names.iter().position(|n| n == name).map(|n| n + 1)
}

/// Renders the files in the order given; every error of the text is reported, not only the first.
pub fn render(lang: Lang, files: &[Source], eqs: &Equations, refs: &References) -> Result<Page, Vec<TextError>> {
    let mut errors = Vec::new();
    let mut page = Page { html: String::new(), anchors: Vec::new() };
    let mut index = Index::default();
    let parsed: Vec<_> = files.iter().map(|f| (f, parse(&f.text))).collect();
    for (file, events) in &parsed {
        for (i, (event, span)) in events.iter().enumerate() {
            let anchor = match event {
                Event::Start(Tag::Heading { id: Some(id), .. }) => {
                    let body = events[i + 1..].iter().take_while(|(e, _)| !matches!(e, Event::End(TagEnd::Heading(_))));
                    let title = to_html(body.map(|(e, _)| e.clone()));
                    index.titles.insert(id.to_string(), title);
                    format!("sec:{id}")
                }
                Event::Start(Tag::Image { dest_url, .. }) if dest_url.starts_with("eq:") => {
                    index.equations.push(dest_url[3..].to_string());
                    dest_url.to_string()
                }
                Event::Start(Tag::Image { dest_url, .. }) if dest_url.starts_with("fig:") => {
                    index.figures.push(dest_url[4..].to_string());
                    dest_url.to_string()
                }
                Event::Start(Tag::Link { dest_url, .. })
                    if dest_url.starts_with("ref:") && !dest_url[4..].contains(':') =>
                {
                    let key = dest_url[4..].to_string();
                    if !index.cited.contains(&key) {
                        index.cited.push(key.clone());
                    }
                    format!("cite:{key}")
                }
                Event::FootnoteReference(name) => format!("note:{name}"),
                _ => continue,
            };
            page.anchors.push((anchor, file.name.clone(), line_of(&file.text, span.start)));
        }
    }
    let maths = LatexToMathML::new(MathCoreConfig::default()).expect("no macros, so none is malformed");
    for (file, events) in &parsed {
        let mut fail = |at: usize, message: String| {
            errors.push(TextError { file: file.name.clone(), line: line_of(&file.text, at), message });
        };
        let mut out: Vec<Event<'_>> = Vec::new();
        let mut skip: Option<TagEnd> = None;
        let mut quoted = false;
        for (i, (event, span)) in events.iter().enumerate() {
            if let Some(end) = skip {
                if matches!(event, Event::End(e) if *e == end) {
                    skip = None;
                }
                continue;
            }
            match event {
                Event::InlineMath(tex) | Event::DisplayMath(tex) => {
                    match maths.convert_with_local_state(tex, MathDisplay::Inline) {
                        Ok(done) => out.push(Event::InlineHtml(done.mathml.into())),
                        Err(e) => fail(span.start, format!("LaTeX `{tex}`: {}", e.error_message())),
                    }
                }
                Event::Start(Tag::Image { dest_url, .. }) if dest_url.starts_with("eq:") => {
                    skip = Some(TagEnd::Image);
                    let name = &dest_url[3..];
                    let Some(eq) = eqs.get(name) else {
                        fail(span.start, format!("unknown equation `{name}`"));
                        continue;
                    };
                    match maths.convert_with_local_state(&eq.tex, MathDisplay::Block) {
                        Ok(done) => {
                            let spoken = escape(if lang == Lang::En { &eq.en } else { &eq.zh });
                            let math = done.mathml.replacen("<math", &format!("<math alttext=\"{spoken}\""), 1);
                            let n = number(&index.equations, name).unwrap_or(0);
                            out.push(Event::InlineHtml(
                                format!("<span class=\"equation\" id=\"eq-{name}\">{math}<span class=\"number\">({n})</span></span>").into(),
                            ));
                        }
                        Err(e) => fail(span.start, format!("equation `{name}`: {}", e.error_message())),
                    }
                }
                Event::Start(Tag::Paragraph) if is_figure(events, i) => {
                    skip = Some(TagEnd::Paragraph);
                    let Event::Start(Tag::Image { dest_url, .. }) = &events[i + 1].0 else { continue };
                    let name = &dest_url[4..];
                    if !quoted {
                        fail(span.start, format!("figure `{name}` has no question: put a block quote before it"));
                    }
                    let caption = events[i + 2..].iter().take_while(|(e, _)| !matches!(e, Event::End(TagEnd::Image)));
                    let caption = to_html(caption.map(|(e, _)| e.clone()));
                    let n = number(&index.figures, name).unwrap_or(0);
                    let (label, fallback) = match lang {
                        Lang::En => (format!("Figure {n}"), "This figure needs JavaScript and WebAssembly."),
                        Lang::Zh => (format!("图 {n}"), "此图需要 JavaScript 和 WebAssembly。"),
                    };
                    out.push(Event::Html(format!("<figure class=\"figure-block\" id=\"fig-{name}\"><ebm-figure name=\"{name}\"><p class=\"loading\">{fallback}</p></ebm-figure><figcaption><b>{label}</b> {caption}</figcaption></figure>\n").into()));
                }
                Event::Start(Tag::Link { dest_url, .. }) if dest_url.starts_with("ref:") => {
                    skip = Some(TagEnd::Link);
                    let target = &dest_url[4..];
                    let link = match target.split_once(':') {
                        Some(("eq", n)) => number(&index.equations, n).map(|k| (format!("eq-{n}"), format!("({k})"))),
                        Some(("fig", n)) => {
                            let word = if lang == Lang::En { "Figure" } else { "图" };
                            number(&index.figures, n).map(|k| (format!("fig-{n}"), format!("{word} {k}")))
                        }
                        Some(("sec", n)) => index.titles.get(n).map(|t| (n.to_string(), t.clone())),
                        Some(_) => None,
                        None => refs
                            .get(target)
                            .map(|r| (format!("ref-{target}"), escape(&format!("{} ({})", r.authors, r.year)))),
                    };
                    match link {
                        Some((id, text)) => out.push(Event::InlineHtml(format!("<a href=\"#{id}\">{text}</a>").into())),
                        None => fail(span.start, format!("`[@{target}]` leads nowhere")),
                    }
                }
                Event::Text(text) if text.contains('$') => {
                    fail(span.start, format!("a dollar opens no formula in `{text}`"))
                }
                other => out.push(other.clone()),
            }
            quoted = matches!(event, Event::End(TagEnd::BlockQuote(_)));
        }
        page.html.push_str(&to_html(out));
    }
    let mut unused = |file: &str, message: String| errors.push(TextError { file: file.into(), line: 1, message });
    for name in eqs.keys().filter(|n| !index.equations.contains(n)) {
        unused("equations.toml", format!("equation `{name}` is not used"));
    }
    for name in refs.keys().filter(|n| !index.cited.contains(n)) {
        unused("references.toml", format!("reference `{name}` is not cited"));
    }
    page.html.push_str("<ol class=\"references\">\n");
    for (key, r) in index.cited.iter().filter_map(|k| Some((k, refs.get(k)?))) {
        let text = escape(&format!("{} ({}). {}. {}.", r.authors, r.year, r.title, r.venue));
        let doi = r.doi.as_deref().map(escape).map(|d| format!(" <a href=\"https://doi.org/{d}\">{d}</a>"));
        page.html.push_str(&format!("<li id=\"ref-{key}\">{text}{}</li>\n", doi.unwrap_or_default()));
    }
    page.html.push_str("</ol>\n");
    if errors.is_empty() { Ok(page) } else { Err(errors) }
}

fn is_figure(events: &[Spanned<'_>], i: usize) -> bool {
    matches!(events.get(i + 1), Some((Event::Start(Tag::Image { dest_url, .. }), _)) if dest_url.starts_with("fig:"))
}

/// The first place where the two languages' anchors differ in name or order.
pub fn compare(en: &Page, zh: &Page) -> Option<TextError> {
    for i in 0..en.anchors.len().max(zh.anchors.len()) {
        let (a, b) = (en.anchors.get(i), zh.anchors.get(i));
        if a.map(|x| &x.0) != b.map(|x| &x.0) {
            let (_, file, line) = b.or(a)?;
            let name = |x: Option<&(String, String, usize)>| x.map_or("nothing".to_string(), |x| format!("`{}`", x.0));
            let message = format!("English has {}, Chinese has {} here", name(a), name(b));
            return Some(TextError { file: file.clone(), line: *line, message });
        }
    }
    None
}

#[cfg(test)]
mod tests;
