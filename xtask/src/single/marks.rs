//! Finds where a page, a script or a style sheet names another file of the build.

use anyhow::{Result, ensure};
use std::ops::Range;

/// What is named.
#[derive(Debug, PartialEq)]
pub enum Target {
    /// A file to be loaded, by its path in `dist/`.
    File(String),
    /// A page to go to, and what its address goes on with.
    Page {
        /// The page's file name.
        name: String,
        /// From `?` or `#` on.
        rest: String,
    },
}

/// A place in a text.
pub struct Reference {
    /// Where, without the quotes.
    pub place: Range<usize>,
    /// What.
    pub target: Target,
}

/// What stands before a quoted name, for each kind of text.
fn leads(kind: &str) -> &'static [&'static str] {
    match kind {
        "text/html" => &["href=", "src="],
        "text/css" => &["url("],
        _ => &["from", "import", "import(", "URL("],
    }
}

/// The path in `dist/` that a name in a file leads to; none if it leads out of it.
fn resolve(file: &str, name: &str) -> Option<String> {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in name.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The page that a name means wherever it stands: scripts name pages relative to the page that they are on.
fn page(name: &str, pages: &[String]) -> Option<Target> {
    let cut = name.find(['?', '#']).unwrap_or(name.len());
    let (path, rest) = name.split_at(cut);
    let path = path.trim_start_matches("../").trim_start_matches("./");
    let found = pages.iter().find(|page| *page == path)?;
    Some(Target::Page { name: found.clone(), rest: rest.into() })
}

/// All references in a text of a kind, in order. An import of what is not there is an error.
pub fn find(
    file: &str,
    kind: &str,
    text: &str,
    pages: &[String],
    is_file: impl Fn(&str) -> bool,
) -> Result<Vec<Reference>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find(['"', '\'']) {
        let (open, start) = (from + at, from + at + 1);
        from = start;
        let quote = &text[open..start];
        let Some(length) = text[start..].find(quote) else { continue };
        let place = start..start + length;
        let name = &text[place.clone()];
        let before = text[..open].trim_end();
        let lead = leads(kind).iter().find(|lead| before.ends_with(**lead));
        let target = if kind == "text/html" && lead.is_some() && name == "./" {
            page("index.html", pages)
        } else if let Some(target) = page(name, pages) {
            Some(target)
        } else if let Some(lead) = lead {
            let path = resolve(file, name).filter(|path| is_file(path));
            let imports = kind == "text/javascript" && *lead != "URL(" && name.starts_with('.');
            ensure!(path.is_some() || !imports, "{file} imports {name}, which is not there");
            path.map(Target::File)
        } else {
            None
        };
        if let Some(target) = target {
            from = place.end + 1;
            found.push(Reference { place, target });
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targets(kind: &str, text: &str) -> Vec<(String, Target)> {
        let pages = ["index.html".to_string(), "zh.html".to_string()];
        let is_file = |path: &str| ["b/ebm.js", "b/www/dom.js", "b/ebm_bg.wasm", "b/www/main.js"].contains(&path);
        let file = if kind == "text/html" { "index.html" } else { "b/www/main.js" };
        let found = find(file, kind, text, &pages, is_file).expect("references");
        found.into_iter().map(|r| (text[r.place].to_string(), r.target)).collect()
    }

    fn file(name: &str, path: &str) -> (String, Target) {
        (name.into(), Target::File(path.into()))
    }

    fn leads_to(text: &str, name: &str, rest: &str) -> (String, Target) {
        (text.into(), Target::Page { name: name.into(), rest: rest.into() })
    }

    #[test]
    fn scripts_name_modules_and_files() {
        let text = r#"import{el}from"./dom.js";import*as x from "../ebm.js";const u=new URL('../ebm_bg.wasm',import.meta.url);
            import("./dom.js");const no="./dom.js";el("zh.html");it's;const a="https://x.y/z.js";import"bare""#;
        let expected = [
            file("./dom.js", "b/www/dom.js"),
            file("../ebm.js", "b/ebm.js"),
            file("../ebm_bg.wasm", "b/ebm_bg.wasm"),
            file("./dom.js", "b/www/dom.js"),
            leads_to("zh.html", "zh.html", ""),
        ];
        assert_eq!(targets("text/javascript", text), expected);
    }

    #[test]
    fn pages_name_pages_and_files() {
        let text = r##"<a href="zh.html#v=1"><a href="./"><a href="#x"><script src="b/www/main.js"></script>"##;
        let expected = [
            leads_to("zh.html#v=1", "zh.html", "#v=1"),
            leads_to("./", "index.html", ""),
            file("b/www/main.js", "b/www/main.js"),
        ];
        assert_eq!(targets("text/html", text), expected);
    }

    #[test]
    fn an_import_of_what_is_not_there_is_an_error() {
        assert!(find("b/x.js", "text/javascript", "import'./none.js'", &[], |_| false).is_err());
    }
}
