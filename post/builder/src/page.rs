//! The page around the text: head, masthead, contents. Whole pages from a folder of texts.

use crate::{
    TextError,
    index::Source,
    lang::Lang,
    render::{Rendered, Shared, escape, render},
};
use serde::de::DeserializeOwned;
use std::{fs, path::Path};

/// A page that is ready to be written.
#[derive(Debug)]
pub struct Page {
    /// Its file name.
    pub name: &'static str,
    /// HTML.
    pub html: String,
}

fn read(path: &Path) -> Result<String, TextError> {
    fs::read_to_string(path).map_err(|e| TextError {
        file: path.display().to_string(),
        line: 1,
        message: e.to_string(),
    })
}

fn table<T: DeserializeOwned>(path: &Path) -> Result<T, TextError> {
    let text = read(path)?;
    toml::from_str(&text).map_err(|e| TextError {
        file: path.display().to_string(),
        line: e.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1),
        message: e.message().to_string(),
    })
}

/// The Markdown files of a language, by name.
fn sources(folder: &Path) -> Result<Vec<Source>, TextError> {
    let failed = |message: String| TextError { file: folder.display().to_string(), line: 1, message };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(|e| failed(e.to_string()))? {
        let path = entry.map_err(|e| failed(e.to_string()))?.path();
        if path.extension().is_some_and(|e| e == "md") {
            paths.push(path);
        }
    }
    paths.sort();
    paths.into_iter().map(|path| Ok(Source { name: path.display().to_string(), text: read(&path)? })).collect()
}

/// Both pages, from the folder that holds `en/`, `zh/`, `equations.toml`, `references.toml` and `glossary.toml`. All errors of the
/// text come at once.
pub fn build(folder: &Path) -> Result<Vec<Page>, Vec<TextError>> {
    let one = |error| vec![error];
    let shared = Shared {
        equations: table(&folder.join("equations.toml")).map_err(one)?,
        references: table(&folder.join("references.toml")).map_err(one)?,
        glossary: table(&folder.join("glossary.toml")).map_err(one)?,
    };
    let mut texts = Vec::new();
    let mut errors = Vec::new();
    for lang in Lang::ALL {
        let files = sources(&folder.join(lang.folder())).map_err(one)?;
        match render(lang, &files, &shared) {
            Ok(text) => texts.push((lang, text)),
            Err(more) => errors.extend(more),
        }
    }
    if let [(_, english), (_, chinese)] = texts.as_slice() {
        errors.extend(english.index.compare(&chinese.index));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let page = |(lang, text): &(Lang, Rendered)| Page { name: lang.page(), html: html(*lang, text) };
    Ok(texts.iter().map(page).collect())
}

/// A title without its elements.
fn plain(html: &str) -> String {
    let mut depth = 0;
    let keep = |c: char| {
        match c {
            '<' => depth += 1,
            '>' => depth -= 1,
            _ => return depth == 0,
        }
        false
    };
    let mut keep = keep;
    html.chars().filter(|&c| keep(c)).collect()
}

fn html(lang: Lang, text: &Rendered) -> String {
    let (words, other) = (lang.words(), lang.other());
    let sections = text.contents.iter().map(|(id, title)| format!("<li><a href=\"#{id}\">{title}</a></li>"));
    let contents: String = sections.collect();
    let alternates: String = Lang::ALL
        .iter()
        .map(|l| format!("    <link rel=\"alternate\" hreflang=\"{}\" href=\"{}\">\n", l.tag(), l.page()))
        .collect();
    format!(
        r##"<!doctype html>
<html lang="{tag}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="description" content="{description}">
    <title>{title} · EBM Playground</title>
    <link rel="icon" href="www/icon.svg" type="image/svg+xml">
{alternates}    <link rel="preload" href="www/fonts/maths.woff2" as="font" type="font/woff2" crossorigin>
    <link rel="stylesheet" href="www/styles.css">
    <link rel="stylesheet" href="www/article.css">
    <script type="module" src="www/main.js"></script>
  </head>
  <body>
    <a class="skip" href="#text">{skip}</a>
    <header class="masthead">
      <a class="name" href="{own}">EBM Playground</a>
      <nav aria-label="{contents_title}"><details class="contents"><summary>{contents_title}</summary><ol>{contents}</ol></details></nav>
      <a class="language" id="language" href="{other_page}" lang="{other_tag}" hreflang="{other_tag}">{other_name}</a>
      <button type="button" id="theme" class="quiet">{dark}</button>
    </header>
    <main id="text" class="article">
{body}    </main>
  </body>
</html>
"##,
        tag = lang.tag(),
        description = escape(words.description),
        title = plain(&text.title),
        skip = words.skip,
        own = lang.page(),
        contents_title = words.contents,
        other_page = other.page(),
        other_tag = other.tag(),
        other_name = other.name(),
        dark = words.dark,
        body = text.body,
    )
}
