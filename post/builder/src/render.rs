//! The second reading: Markdown to HTML, with MathML, equations, figures, margin notes, citations and links resolved.

use crate::{
    Equations, Glossary, References, TextError,
    index::{Index, Source, Spanned, insertion, inside, line_of, number, parse},
    lang::Lang,
};
use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};
use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd, html};
use std::cell::RefCell;

/// One language of the article.
#[derive(Debug)]
pub struct Rendered {
    /// The text as HTML.
    pub body: String,
    /// The title, as HTML without links.
    pub title: String,
    /// Sections of the second level: anchor and title.
    pub contents: Vec<(String, String)>,
    /// What it holds.
    pub index: Index,
}

/// Everything that both languages share.
#[derive(Debug, Default)]
pub struct Shared {
    /// Numbered equations.
    pub equations: Equations,
    /// Works that are cited.
    pub references: References,
    /// Terms.
    pub glossary: Glossary,
}

/// What must not begin a line.
const CLOSING: [char; 14] = [',', '.', ';', ':', ')', '?', '’', '，', '。', '；', '：', '、', '）', '？'];

/// Text as HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Most lines of a stretch that a browser guesses the height of until it comes near: its class.
const LINES: [usize; 5] = [2, 4, 8, 16, 32];
/// Lines after which another stretch begins.
const STRETCH: usize = 16;

/// About how many lines of a wide page a text takes.
fn lines(text: &str) -> usize {
    let mut inside = false;
    let shown = text.chars().filter(|&c| {
        let letter = !inside && c != '<';
        inside = if inside { c != '>' } else { c == '<' };
        letter
    });
    // Chinese letters are about twice as wide; a line of Latin ones has 76.
    let width: usize = shown.map(|c| if c < '\u{2e80}' { 1 } else { 2 }).sum();
    width / 76
        + 4 * text.matches("class=\"equation\"").count()
        + text.matches("<h").count()
        + text.matches("<p>").count()
}

/// Writes the text so far as a stretch of its own, which is laid out only where it can be seen.
fn stretch(out: &mut String, text: &mut String) {
    if text.trim().is_empty() {
        return;
    }
    let lines = lines(text);
    let class = LINES.iter().find(|&&most| lines <= most).unwrap_or(&LINES[LINES.len() - 1]);
    out.push_str(&format!("<div class=\"stretch lines-{class}\">\n{text}</div>\n"));
    text.clear();
}

struct Renderer<'a> {
    lang: Lang,
    shared: &'a Shared,
    index: &'a Index,
    maths: LatexToMathML,
    titles: Vec<(String, String)>,
    errors: RefCell<Vec<TextError>>,
}

impl Renderer<'_> {
    fn fail(&self, file: &Source, at: usize, message: String) {
        let line = line_of(&file.text, at);
        self.errors.borrow_mut().push(TextError { file: file.name.clone(), line, message });
    }

    /// MathML of a formula. Style attributes would break the pages' content security policy.
    fn mathml(&self, tex: &str, display: MathDisplay) -> Result<String, String> {
        let done = self.maths.convert_with_local_state(tex, display);
        let mathml = done.map_err(|e| format!("LaTeX `{tex}`: {}", e.error_message()))?.mathml;
        if mathml.contains(" style=") { Err(format!("LaTeX `{tex}` needs a style attribute")) } else { Ok(mathml) }
    }

    /// What a reference shows and where it leads.
    fn reference(&self, target: &str) -> Option<(String, String)> {
        match target.split_once(':') {
            Some(("eq", name)) => {
                Some((format!("eq-{name}"), self.lang.equation(number(&self.index.equations, name)?)))
            }
            Some(("fig", name)) => Some((format!("fig-{name}"), self.lang.figure(number(&self.index.figures, name)?))),
            Some(("sec", id)) => self.titles.iter().find(|(other, _)| other == id).cloned(),
            Some(_) => None,
            None => {
                let reference = self.shared.references.get(target)?;
                Some((format!("ref-{target}"), escape(&self.lang.cited(&reference.authors, reference.year))))
            }
        }
    }

    /// Events with everything of ours turned into HTML; numbers of notes that are mentioned go to `notes`.
    fn resolve<'e>(&self, file: &Source, events: &[Spanned<'e>], notes: &mut Vec<String>) -> Vec<Event<'e>> {
        let mut out = Vec::new();
        let mut i = 0;
        // Bytes of the next text that are written already.
        let mut written = 0;
        while i < events.len() {
            let (event, span) = &events[i];
            let from = std::mem::take(&mut written);
            i += 1;
            match event {
                Event::InlineMath(tex) | Event::DisplayMath(tex) => match self.mathml(tex, MathDisplay::Inline) {
                    Ok(mathml) => {
                        // Browsers may break a line between a formula and what follows: not before a comma.
                        let closing = match events.get(i) {
                            Some((Event::Text(text), _)) => {
                                &text[..text.len() - text.trim_start_matches(CLOSING).len()]
                            }
                            _ => "",
                        };
                        written = closing.len();
                        out.push(Event::InlineHtml(match closing {
                            "" => mathml.into(),
                            _ => format!("<span class=\"whole\">{mathml}{closing}</span>").into(),
                        }));
                    }
                    Err(why) => self.fail(file, span.start, why),
                },
                Event::Start(Tag::Link { dest_url, .. }) if dest_url.starts_with("ref:") => {
                    match self.reference(&dest_url[4..]) {
                        Some((id, text)) => {
                            out.push(Event::InlineHtml(format!("<a href=\"#{id}\">{text}</a>").into()));
                        }
                        None => self.fail(file, span.start, format!("`[@{}]` leads nowhere", &dest_url[4..])),
                    }
                    i += inside(events, i - 1).len() + 1;
                }
                Event::Start(Tag::Image { dest_url, .. }) => {
                    self.fail(file, span.start, format!("`{dest_url}` must be a paragraph of its own"));
                }
                Event::FootnoteReference(name) => {
                    notes.push(name.to_string());
                    let n = number(&self.index.notes, name).unwrap_or(0);
                    let label = self.lang.words().note;
                    out.push(Event::InlineHtml(
                        format!("<sup><a class=\"noted\" href=\"#note-{name}\" id=\"to-{name}\" aria-label=\"{label} {n}\">{n}</a></sup>")
                            .into(),
                    ));
                }
                Event::Text(text) if text.contains('$') => {
                    self.fail(file, span.start, format!("a dollar opens no formula in `{text}`"));
                }
                Event::Text(text) if text.contains("[@") || text.contains("[^") => {
                    self.fail(file, span.start, format!("`{text}` leads nowhere"));
                }
                Event::Text(text) => out.push(Event::Text(text[from..].to_string().into())),
                other => out.push(other.clone()),
            }
        }
        out
    }

    fn inline(&self, file: &Source, events: &[Spanned<'_>]) -> String {
        let mut out = String::new();
        html::push_html(&mut out, self.resolve(file, events, &mut Vec::new()).into_iter());
        out
    }

    fn equation(&self, name: &str) -> Result<String, String> {
        let equation = self.shared.equations.get(name).ok_or_else(|| format!("unknown equation `{name}`"))?;
        let mathml =
            self.mathml(&equation.tex, MathDisplay::Block).map_err(|why| format!("equation `{name}`: {why}"))?;
        let spoken = escape(self.lang.pick(&equation.en, &equation.zh));
        let mathml = mathml.replacen("<math", &format!("<math alttext=\"{spoken}\""), 1);
        let n = self.lang.equation(number(&self.index.equations, name).unwrap_or(0));
        Ok(format!(
            "<div class=\"equation\" id=\"eq-{name}\"><div class=\"formula\" tabindex=\"0\" role=\"group\" aria-label=\"{spoken}\">{mathml}</div><a class=\"number\" href=\"#eq-{name}\">{n}</a></div>\n"
        ))
    }

    fn figure(&self, name: &str, question: &str, caption: &str) -> String {
        let label = self.lang.figure(number(&self.index.figures, name).unwrap_or(0));
        let fallback = self.lang.words().fallback;
        format!(
            "<section class=\"figure\" id=\"fig-{name}\" aria-label=\"{label}\"><div class=\"question\">{question}</div>\n\
             <ebm-figure name=\"{name}\"><p class=\"loading\">{fallback}</p></ebm-figure>\n\
             <p class=\"caption\"><a class=\"number\" href=\"#fig-{name}\">{label}</a> {caption}</p></section>\n"
        )
    }

    /// One file, block by block: notes come after the block that mentions them, where the margin can take them. What lies between
    /// two figures or headings comes in stretches.
    fn file(&self, file: &Source, events: &[Spanned<'_>], out: &mut String) {
        let mut text = String::new();
        let mut definitions: Vec<(String, String)> = Vec::new();
        let mut i = 0;
        while i < events.len() {
            if let Event::Start(Tag::FootnoteDefinition(name)) = &events[i].0 {
                let body = inside(events, i).iter();
                let body: Vec<_> = body
                    .filter(|(e, _)| !matches!(e, Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph)))
                    .cloned()
                    .collect();
                definitions.push((name.to_string(), self.inline(file, &body)));
                i += inside(events, i).len() + 1;
            }
            i += 1;
        }
        let mut question: Option<String> = None;
        i = 0;
        while i < events.len() {
            let body = inside(events, i);
            let (event, span) = &events[i];
            let end = if matches!(event, Event::Start(_)) { i + body.len() + 2 } else { i + 1 };
            let asked = question.take();
            let mut notes = Vec::new();
            if let Some(name) = insertion(events, i, "fig:") {
                match asked {
                    Some(asked) => {
                        stretch(out, &mut text);
                        out.push_str(&self.figure(name, &asked, &self.inline(file, &body[1..body.len() - 1])));
                    }
                    None => self.fail(
                        file,
                        span.start,
                        format!("figure `{name}` has no question: put a block quote before it"),
                    ),
                }
            } else if let Some(name) = insertion(events, i, "eq:") {
                match self.equation(name) {
                    Ok(html) => text.push_str(&html),
                    Err(why) => self.fail(file, span.start, why),
                }
            } else {
                if asked.is_some() {
                    self.fail(file, span.start, "a question must stand before a figure".into());
                }
                if matches!(event, Event::Start(Tag::Heading { id: None, .. })) {
                    self.fail(file, span.start, "a heading needs an anchor, {#like-this}".into());
                }
                if matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H2, .. })) || lines(&text) > STRETCH
                {
                    stretch(out, &mut text);
                }
                match event {
                    Event::Start(Tag::BlockQuote(_)) => question = Some(self.inline(file, body)),
                    Event::Start(Tag::FootnoteDefinition(_)) => {}
                    _ => html::push_html(&mut text, self.resolve(file, &events[i..end], &mut notes).into_iter()),
                }
            }
            for name in notes {
                let n = number(&self.index.notes, &name).unwrap_or(0);
                match definitions.iter().find(|(other, _)| *other == name) {
                    Some((_, note)) => text.push_str(&format!(
                        "<aside class=\"note\" role=\"note\" id=\"note-{name}\"><a href=\"#to-{name}\">{n}</a> {note}</aside>\n"
                    )),
                    None => self.fail(file, span.start, format!("note `{name}` is not written")),
                }
            }
            i = end;
        }
        stretch(out, &mut text);
        if question.is_some() {
            self.fail(file, file.text.len(), "a question must stand before a figure".into());
        }
    }

    fn lists(&self, out: &mut String) {
        let words = self.lang.words();
        let mut text = String::new();
        if !self.index.cited.is_empty() {
            text.push_str(&format!("<h2 id=\"references\">{}</h2>\n<ol class=\"references\">\n", words.references));
            for (key, r) in self.index.cited.iter().filter_map(|key| Some((key, self.shared.references.get(key)?))) {
                let work = escape(&format!("{} ({}). {}. {}.", r.authors, r.year, r.title, r.venue));
                let doi = r.doi.as_deref().map(escape).map(|d| format!(" <a href=\"https://doi.org/{d}\">doi:{d}</a>"));
                text.push_str(&format!("<li id=\"ref-{key}\">{work}{}</li>\n", doi.unwrap_or_default()));
            }
            text.push_str("</ol>\n");
            stretch(out, &mut text);
        }
        if !self.shared.glossary.is_empty() {
            text.push_str(&format!("<h2 id=\"glossary\">{}</h2>\n<dl class=\"glossary\">\n", words.glossary));
            for (key, term) in &self.shared.glossary {
                let (own, other) = (self.lang.pick(&term.en, &term.zh), self.lang.pick(&term.zh, &term.en));
                let meaning = self.lang.pick(&term.en_text, &term.zh_text);
                text.push_str(&format!(
                    "<div id=\"term-{key}\"><dt>{} <span lang=\"{}\">{}</span></dt><dd>{}</dd></div>\n",
                    escape(own),
                    self.lang.other().tag(),
                    escape(other),
                    escape(meaning)
                ));
            }
            text.push_str("</dl>\n");
            stretch(out, &mut text);
        }
    }
}

/// Renders the files in the order given; every error of the text is reported, not only the first.
pub fn render(lang: Lang, files: &[Source], shared: &Shared) -> Result<Rendered, Vec<TextError>> {
    let parsed: Vec<(&Source, Vec<Spanned<'_>>)> = files.iter().map(|f| (f, parse(&f.text))).collect();
    let index = Index::of(&parsed);
    let maths = LatexToMathML::new(MathCoreConfig::default()).expect("no macros, so none is malformed");
    let errors = RefCell::new(index.errors.clone());
    let mut renderer = Renderer { lang, shared, index: &index, maths, titles: Vec::new(), errors };
    let mut titles = Vec::new();
    for (file, events) in &parsed {
        for (i, (event, _)) in events.iter().enumerate() {
            let Event::Start(Tag::Heading { id, .. }) = event else { continue };
            let id = id.as_ref().map_or("", |id| id);
            titles.push((id.to_string(), renderer.inline(file, inside(events, i))));
        }
    }
    renderer.errors = RefCell::new(index.errors.clone());
    renderer.titles = titles;
    let mut body = String::new();
    for (file, events) in &parsed {
        renderer.file(file, events, &mut body);
    }
    renderer.lists(&mut body);
    let unused = |file: &str, message: String| TextError { file: file.into(), line: 1, message };
    let mut errors = renderer.errors.into_inner();
    let Shared { equations, references, .. } = shared;
    let missing = equations.keys().filter(|name| !index.equations.contains(name));
    errors.extend(missing.map(|name| unused("equations.toml", format!("equation `{name}` is not used"))));
    let missing = references.keys().filter(|key| !index.cited.contains(key));
    errors.extend(missing.map(|key| unused("references.toml", format!("reference `{key}` is not cited"))));
    if !errors.is_empty() {
        return Err(errors);
    }
    let of_level = |level: HeadingLevel| {
        let titles = &renderer.titles;
        let ids: Vec<&str> = index.sections.iter().filter(|s| s.level == level).map(|s| s.id.as_str()).collect();
        titles.iter().filter(|(id, _)| ids.contains(&id.as_str())).cloned().collect::<Vec<_>>()
    };
    let title = of_level(HeadingLevel::H1).into_iter().next().map(|(_, title)| title).unwrap_or_default();
    let contents = of_level(HeadingLevel::H2);
    Ok(Rendered { body, title, contents, index })
}
