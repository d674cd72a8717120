//! The first reading: what there is in the text, in order, so that references may point ahead and translations can be compared.

use crate::TextError;
use pulldown_cmark::{BrokenLink, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeWithOffset};
use std::ops::Range;

/// One Markdown file.
#[derive(Debug, Clone)]
pub struct Source {
    /// The name that errors print.
    pub name: String,
    /// CommonMark.
    pub text: String,
}

/// An event and where it stands in its file.
pub type Spanned<'a> = (Event<'a>, Range<usize>);

/// The line of a place in a text, from 1.
pub fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// Reads a text; `[@name]` becomes a link to `ref:name`.
pub fn parse(text: &str) -> Vec<Spanned<'_>> {
    let options = Options::ENABLE_MATH | Options::ENABLE_FOOTNOTES | Options::ENABLE_HEADING_ATTRIBUTES;
    let resolve = |link: BrokenLink<'_>| {
        link.reference.strip_prefix('@').map(|name| (CowStr::from(format!("ref:{name}")), CowStr::from("")))
    };
    let parser = Parser::new_with_broken_link_callback(text, options, Some(resolve));
    TextMergeWithOffset::new(parser.into_offset_iter()).collect()
}

/// The events inside the element that begins at `events[start]`.
pub fn inside<'e, 'a>(events: &'e [Spanned<'a>], start: usize) -> &'e [Spanned<'a>] {
    let mut depth = 0;
    for (k, (event, _)) in events.iter().enumerate().skip(start) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &events[start + 1..k.max(start + 1)];
        }
    }
    &[]
}

/// Something that a translation must have too: its name with a prefix, file and line.
#[derive(Debug, Clone)]
pub struct Anchor {
    /// `sec:`, `eq:`, `fig:`, `cite:`, `see:` or `note:` and the name.
    pub name: String,
    /// The file.
    pub file: String,
    /// The line.
    pub line: usize,
}

/// A section with a title of its own.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its anchor.
    pub id: String,
    /// 1 for the article's title, 2 for sections.
    pub level: HeadingLevel,
}

/// What a language's text holds.
#[derive(Debug, Default)]
pub struct Index {
    /// Sections in order.
    pub sections: Vec<Section>,
    /// Equations in order.
    pub equations: Vec<String>,
    /// Figures in order.
    pub figures: Vec<String>,
    /// References that are cited, each once.
    pub cited: Vec<String>,
    /// Notes in order of their first mention.
    pub notes: Vec<String>,
    /// Everything that a translation must have.
    pub anchors: Vec<Anchor>,
    /// What is twice and must not be.
    pub errors: Vec<TextError>,
}

/// The number of a name in a list, from 1.
pub fn number(names: &[String], name: &str) -> Option<usize> {
    names.iter().position(|n| n == name).map(|n| n + 1)
}

impl Index {
    /// Of all files in their order.
    pub fn of(parsed: &[(&Source, Vec<Spanned<'_>>)]) -> Self {
        let mut index = Self::default();
        for (file, events) in parsed {
            for (event, span) in events {
                let line = line_of(&file.text, span.start);
                index.add(event, &file.name, line);
            }
        }
        index
    }

    fn add(&mut self, event: &Event<'_>, file: &str, line: usize) {
        let mut twice = None;
        let mut once = |list: &mut Vec<String>, name: &str, what: &str| {
            if list.iter().any(|n| n == name) {
                twice = Some(format!("{what} `{name}` is there twice"));
            }
            list.push(name.to_string());
        };
        let name = match event {
            Event::Start(Tag::Heading { id, level, .. }) => {
                let id = id.as_ref().map_or("", |id| id).to_string();
                self.sections.push(Section { id: id.clone(), level: *level });
                format!("sec:{id}")
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                match dest_url.split_once(':') {
                    Some(("eq", name)) => once(&mut self.equations, name, "equation"),
                    Some(("fig", name)) => once(&mut self.figures, name, "figure"),
                    _ => {}
                }
                dest_url.to_string()
            }
            Event::Start(Tag::Link { dest_url, .. }) => match dest_url.strip_prefix("ref:") {
                Some(key) if !key.contains(':') => {
                    if !self.cited.iter().any(|k| k == key) {
                        self.cited.push(key.to_string());
                    }
                    format!("cite:{key}")
                }
                Some(target) => format!("see:{target}"),
                None => format!("see:{dest_url}"),
            },
            Event::FootnoteReference(name) => {
                once(&mut self.notes, name, "note");
                format!("note:{name}")
            }
            _ => return,
        };
        self.anchors.push(Anchor { name, file: file.into(), line });
        self.errors.extend(twice.map(|message| TextError { file: file.into(), line, message }));
    }

    /// The first place where a translation differs. Inside a section, sentences may put their references in another order.
    pub fn compare(&self, other: &Self) -> Option<TextError> {
        let sorted = |index: &Self| {
            let mut section = 0;
            let mut all: Vec<_> = Vec::new();
            for anchor in &index.anchors {
                let fixed = ["sec:", "eq:", "fig:"].iter().any(|prefix| anchor.name.starts_with(prefix));
                section += usize::from(fixed);
                all.push((section, !fixed, anchor.clone()));
            }
            all.sort_by(|a, b| (a.0, a.1, &a.2.name).cmp(&(b.0, b.1, &b.2.name)));
            all
        };
        let (ours, theirs) = (sorted(self), sorted(other));
        for i in 0..ours.len().max(theirs.len()) {
            let (a, b) = (ours.get(i).map(|x| &x.2), theirs.get(i).map(|x| &x.2));
            if a.map(|x| &x.name) != b.map(|x| &x.name) {
                let place = b.or(a)?;
                let name = |x: Option<&Anchor>| x.map_or("nothing".to_string(), |x| format!("`{}`", x.name));
                let message = format!("English has {}, Chinese has {} here", name(a), name(b));
                return Some(TextError { file: place.file.clone(), line: place.line, message });
            }
        }
        None
    }
}

/// Whether the paragraph at `events[i]` holds nothing but one insertion of this kind, such as `fig:`.
pub fn insertion<'e>(events: &'e [Spanned<'_>], i: usize, kind: &str) -> Option<&'e str> {
    let [(Event::Start(Tag::Paragraph), _), (Event::Start(Tag::Image { dest_url, .. }), _), ..] = &events[i..] else {
        return None;
    };
    let paragraph = inside(events, i);
    let whole = inside(events, i + 1).len() + 2 == paragraph.len();
    matches!(paragraph.last(), Some((Event::End(TagEnd::Image), _))).then_some(())?;
    dest_url.strip_prefix(kind).filter(|_| whole)
}
