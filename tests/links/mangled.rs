//! Links as they come out of chat programs, mails and phones: what is unambiguous is undone, the rest told, and nothing breaks.

use super::{
    arbitrary::runner,
    golden::{Golden, lines},
    meaning, sound,
};
use ebm::{error::Warning, experiment::Experiment, explain::explain, link};
use proptest::{collection::vec, prelude::any};

/// What a program does to a link, and whether a warning must tell.
type Mangling = (&'static str, bool, fn(&str) -> String);

fn encoded(text: &str) -> String {
    let stays = |b: u8| b.is_ascii_alphanumeric() || b"-_.~".contains(&b);
    text.bytes().map(|b| if stays(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

fn fragment(url: &str) -> &str {
    url.split_once('#').unwrap().1
}

/// Something after every so many characters.
fn broken(text: &str, every: usize, by: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    chars.chunks(every).map(|chunk| chunk.iter().collect()).collect::<Vec<String>>().join(by)
}

/// Whole links, each of which means what it meant.
const MANGLINGS: &[Mangling] = &[
    ("HTML", false, |url| url.replace('&', "&amp;")),
    ("HTML twice", false, |url| url.replace('&', "&amp;amp;")),
    ("HTML by number", false, |url| url.replace('&', "&#38;")),
    ("HTML by number as WordPress writes it", false, |url| url.replace('&', "&#038;")),
    ("HTML by number of sixteen", false, |url| url.replace('&', "&#X26;")),
    ("HTML, all by number", false, |url| url.chars().map(|c| format!("&#{};", u32::from(c))).collect()),
    ("HTML, equals signs by number", false, |url| url.replace('=', "&#x3D;")),
    ("HTML in capitals", false, |url| url.replace('&', "&AMP;")),
    ("JSON", false, |url| url.replace('&', "\\u0026")),
    ("JSON for HTML", false, |url| url.replace('&', "\\u0026").replace('=', "\\u003d").replace('#', "\\u0023")),
    ("HTML, its ands encoded", true, |url| url.replace('&', "%26amp;")),
    ("HTML, encoded", true, |url| format!("https://example.org/#{}", encoded(&fragment(url).replace('&', "&amp;")))),
    ("HTML, its ands encoded as values are", true, |url| url.replace('&', "%26amp%3B")),
    ("line break of HTML", true, |url| format!("{url}<br>")),
    ("slash", true, |url| format!("{url}/")),
    ("full stop", true, |url| format!("{url}.")),
    ("comma", true, |url| format!("{url},")),
    ("bracket", true, |url| format!("({url})")),
    ("brackets and stop", true, |url| format!("({url}).")),
    ("angles", true, |url| format!("<{url}>")),
    ("quotes", true, |url| format!("\"{url}\"")),
    ("quotes clicked", true, |url| format!("{url}%22")),
    ("angle clicked", true, |url| format!("{url}%3E")),
    ("smart quotes", true, |url| format!("“{url}”")),
    ("smart quote clicked", true, |url| format!("{url}%E2%80%9D")),
    ("quote of Windows-1252", true, |url| format!("{url}%94")),
    ("Chinese stop", true, |url| format!("{url}。")),
    ("Chinese text", true, |url| format!("{url}请看")),
    ("Markdown", true, |url| format!("[a figure]({url})")),
    ("Markdown, twice", true, |url| format!("[{url}]({url})")),
    ("Slack", true, |url| format!("<{url}|{url}>")),
    ("Slack with a label", true, |url| format!("<{url}|a figure>")),
    ("a mail filter", true, |url| format!("https://filter.example/v3/__{}__;Iw!!AbC!xyz$", url.replacen('#', "*", 1))),
    ("struck", true, |url| format!("~{url}~")),
    ("colon", true, |url| format!("{url}:")),
    ("slash before", true, |url| url.replacen('#', "#/", 1)),
    ("space before", true, |url| url.replacen('#', "#%20", 1)),
    ("quote before", true, |url| url.replacen('#', "#%22", 1)),
    ("wide sign", true, |url| url.replacen("v=", "v＝", 1)),
    ("version encoded", true, |url| url.replacen("#v", "#%76", 1)),
    ("version lost", true, |url| url.replacen("#v", "#", 1)),
    ("wide", true, |url| {
        let wide = |c: char| if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xfee0).unwrap() } else { c };
        format!("https://example.org/#{}", fragment(url).chars().map(wide).collect::<String>())
    }),
    ("wide, in an address", true, |url| {
        let wide = |c: char| if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xfee0).unwrap() } else { c };
        format!("https://example.org/#{}", encoded(&fragment(url).chars().map(wide).collect::<String>()))
    }),
    ("forum", true, |url| format!("[url]{url}[/url]")),
    ("forum with a label", true, |url| format!("[url={url}]Ising[/url]")),
    ("Org", true, |url| format!("[[{url}][Ising]]")),
    ("AsciiDoc", true, |url| format!("{url}[Ising^]")),
    ("LaTeX", true, |url| format!("\\href{{{url}}}{{here}}")),
    ("bold", true, |url| format!("**{url}**")),
    ("code", true, |url| format!("`{url}`")),
    ("twice", true, |url| format!("{url}{url}")),
    ("twice with a space", true, |url| format!("{url} {url}")),
    ("fragment twice", true, |url| format!("{url}#{}", fragment(url))),
    ("hash encoded", true, |url| url.replacen('#', "%23", 1)),
    ("hash to question mark", true, |url| url.replacen('#', "?", 1)),
    ("hash lost", true, |url| url.replacen('#', "", 1)),
    ("hash lost behind a name", true, |url| url.replacen("/#", "/figure.html", 1)),
    ("fragment encoded", true, |url| format!("https://example.org/#{}", encoded(fragment(url)))),
    ("ands encoded", true, |url| url.replace('&', "%26")),
    ("fragment encoded twice", true, |url| format!("https://example.org/#{}", encoded(&encoded(fragment(url))))),
    ("through a redirector", true, |url| format!("https://away.example/?url={}&data=05%7C01&sa=D", encoded(url))),
    ("counted", true, |url| format!("{url}&utm_source=chat&utm_medium=social&fbclid=IwAR0x-y")),
    ("counted behind ?", true, |url| format!("{url}?fbclid=IwAR0x-y&gclid=1")),
    ("counted before #", false, |url| url.replacen('#', "?utm_source=chat&fbclid=1", 1).replacen("=1v=", "=1#v=", 1)),
    ("quotation", false, |url| format!("{url}#:~:text=a%20word")),
    ("lines", true, |url| broken(url, 40, "\r\n")),
    ("lines and margins", true, |url| broken(url, 25, "\n    ")),
    ("spaces", true, |url| url.replace('&', " & ")),
    ("joiners", true, |url| broken(url, 30, "\u{200b}")),
    ("byte order mark", false, |url| format!("\u{feff}{url}")),
    ("soft hyphens", true, |url| broken(url, 30, "\u{ad}")),
    ("command line of Windows", true, |url| url.replace('&', "^&")),
    ("plus signs", true, |url| url.replace('&', "+&") + "+"),
    ("Proofpoint 2", true, |url| {
        let hidden = |c: char| match c {
            '/' => "_".to_string(),
            c if c.is_ascii_alphanumeric() || c == '.' => c.to_string(),
            c => format!("-{:02X}", u32::from(c)),
        };
        let url = url.chars().map(hidden).collect::<String>();
        format!("https://urldefense.proofpoint.com/v2/url?u={url}&d=DwMFaQ&c=xyz&e=")
    }),
    ("backslashes", true, |url| url.replace('&', "\\&").replace('_', "\\_")),
    ("mail as it travels", true, |url| broken(&url.replace('=', "=3D"), 70, "=\r\n")),
    ("capitals", false, |url| {
        let upper = |pair: &str| pair.split_once('=').map(|(key, value)| format!("{}={value}", key.to_uppercase()));
        format!("https://example.org/#{}", fragment(url).split('&').filter_map(upper).collect::<Vec<_>>().join("&"))
    }),
];

/// Canonical links and the others that have no faults.
fn clean() -> impl Iterator<Item = Golden> {
    lines().into_iter().filter(|golden| golden.warnings.is_empty())
}

#[test]
fn what_is_unambiguous_is_undone() {
    for Golden { canonical, .. } in clean() {
        let (experiment, before) = sound(canonical);
        for (name, warns, mangle) in MANGLINGS {
            let link = mangle(&format!("https://example.org/ebm/{canonical}"));
            let (found, warnings) = sound(&link);
            assert_eq!(meaning(&found), meaning(&experiment), "{name}: {link}\n{warnings:?}");
            assert_eq!(warnings.len() > before.len(), *warns, "{name}: {link}\n{warnings:?}");
        }
    }
}

/// What a link says of how the page looks comes through too, wherever it stands.
#[test]
fn looks_are_undone_too() {
    for link in ["#v=1&model=ising&sampler=wolff&hide=table,lr&autoplay=0&ui=story", "#v=1&fig=boltzmann&ui=none"] {
        let view = Experiment::read(link).0.view;
        for (name, _, mangle) in MANGLINGS {
            let mangled = mangle(&format!("https://example.org/ebm/{link}"));
            assert_eq!(sound(&mangled).0.view, view, "{name}: {mangled}");
        }
    }
    let (experiment, warnings) = sound("#v=1&model=ising&sampler=wolff&ui=NONE&theme=blue");
    assert_eq!(experiment.view, [("ui", "none".to_string())]);
    assert_eq!(warnings.iter().map(|w| (w.code, w.key.as_str())).collect::<Vec<_>>(), [("not-a-choice", "theme")]);
}

/// Hyphens and minus signs as a text program sets them, and quotations around values.
#[test]
fn typography_is_undone() {
    let plain = "#v=1&model=two-spins&w=0.5&b1=-0.5&sampler=simulated-tempering&steps=10";
    let (meant, none) = sound(plain);
    assert!(none.is_empty(), "{none:?}");
    for dash in ["‐", "‑", "–", "—", "−"] {
        let (found, warnings) = sound(&plain.replace('-', dash));
        assert_eq!(meaning(&found), meaning(&meant));
        let told: Vec<_> = warnings.iter().map(|w| (w.code, w.key.as_str())).collect();
        assert_eq!(told, [("dashes", "model"), ("dashes", "b1"), ("dashes", "sampler")]);
    }
    for (before, after) in [("“", ""), ("“", "”"), ("‘", "’"), ("„", "“"), ("«", "»"), ("\"", "\"")] {
        let (found, warnings) = sound(&plain.replace("steps=10", &format!("steps={before}10{after}")));
        assert_eq!(meaning(&found), meaning(&meant));
        assert!(warnings.iter().any(|w| (w.code, w.key.as_str()) == ("trailing", "steps")), "{warnings:?}");
    }
}

/// A figure's own first state has steps too: that the link's were cut is told all the same.
#[test]
fn what_was_cut_is_told_where_a_figure_fills_it_in() {
    for link in ["v=1&fig=boltzmann&w=0.5&steps=100…", "v=1&fig=boltzmann&steps=1...&w=0.5"] {
        let (_, warnings) = sound(link);
        assert_eq!(warnings.iter().map(|w| (w.code, w.key.as_str())).collect::<Vec<_>>(), [("cut", "steps")], "{link}");
    }
}

/// What has become of a link at its end is not guessed: the key is named, and the rest holds.
#[test]
fn what_was_cut_is_told() {
    for (link, key) in [
        ("#v=1&model=ising&sampler=wolff&rows=1...", "rows"),
        ("#v=1&model=ising&sampler=wolff&rows=1…", "rows"),
        ("#v=1&model=ising&sampler=wolff&rows=1%E2%80%A6", "rows"),
        ("#v=1&model=ising&sampler=wolff&rows=", "rows"),
        ("#v=1&model=ising&sampler=wolff&ro", "ro"),
        ("#v=1&model=ising&sampler=wolff&rows=1%", "rows"),
        ("#v=1&model=ising&sampler=wolff&log=MzQwsAqxNd", "log"),
    ] {
        let (experiment, warnings) = sound(link);
        assert!(warnings.iter().any(|w| w.key == key || w.given == key), "{link}: {warnings:?}");
        assert_eq!((experiment.model.id, experiment.int("rows")), ("ising", 32), "{link}");
    }
}

/// The links of a text, by what they mean.
fn found(text: &str) -> Vec<String> {
    link::find(text).iter().map(|link| sound(link).0.link()).collect()
}

#[test]
fn links_are_found_in_a_mail() {
    for Golden { canonical, .. } in clean() {
        let canonical = sound(canonical).0.link();
        let url = format!("https://example.org/ebm/{canonical}");
        for text in [
            format!("Dear all,\n\nplease open {url}.\n\nRegards\nBob"),
            format!("See <{url}>, it is good. And a = b."),
            format!("{url}\nRegards, Bob"),
            format!("Open {url}. See you"),
            format!("Is it {url},\nor not?"),
            format!("请打开 {url}。谢谢"),
            format!("<p>Look: <a href=\"{}\">here</a></p>", url.replace('&', "&amp;")),
            format!("> On Monday Ann wrote:\n>> see\n>> {url}\n> thanks"),
            format!("Open\n{}\n\nBob", broken(&url, 76, "\n")),
            format!("{url}\n\n{url}\n"),
            format!("[this]({url}) and https://www.example.org/watch?v=dQw4w9WgXcQ&t=5"),
            canonical.clone(),
            canonical[1..].to_string(),
        ] {
            assert_eq!(found(&text), [canonical.as_str()], "{text}");
        }
    }
    assert_eq!(found("nothing to see: x = y & z"), Vec::<String>::new());
    assert_eq!(found(""), Vec::<String>::new());
    let two = "a https://x.org/#v=1&model=ising&sampler=wolff b https://x.org/#v=1&model=levels&sampler=gibbs c";
    assert_eq!(found(two).len(), 2);
}

/// Whatever is done to a link, it is read, explained, and found in a text; nothing panics.
#[test]
fn random_changes_are_sound() {
    const PIECES: &[&str] = &[
        "&",
        "=",
        "#",
        "%",
        "%2",
        "%26",
        "%3D",
        "%23",
        "&amp;",
        ".",
        "...",
        "…",
        " ",
        "\n",
        "\r\n> ",
        "\u{200b}",
        "\u{feff}",
        "“",
        "”",
        "é",
        "\u{fffd}",
        "\0",
        "?",
        "\\",
        "<",
        ">",
        "(",
        "](",
        "https://",
        "#v=1&",
        "v%3D1%26",
        "=3D",
        "=\n",
        ":~:",
        "b.",
        "\u{1F4A9}",
        "&v=7",
        "&log=",
        "&steps=",
        "–",
        "/",
        "<br>",
        "\\u0026",
        "=“",
        "1e9",
        "-",
        "_",
        "&model=",
        "&b.trainer=",
        "&seed=3",
    ];
    let golden = lines();
    let changes = vec((any::<u8>(), any::<usize>(), any::<usize>()), 1..6);
    runner(3_000)
        .run(&(any::<usize>(), changes), |(which, changes)| {
            let mut link: Vec<char> = golden[which % golden.len()].link.chars().collect();
            for (kind, place, what) in changes {
                let at = place % (link.len() + 1);
                let end = (at + what % 12).min(link.len());
                let insert = |link: &mut Vec<char>, text: &str| drop(link.splice(at..at, text.chars()));
                match kind % 7 {
                    0 => link.truncate(at),
                    1 => drop(link.drain(at..end)),
                    2 => {
                        let again: String = link[at..end].iter().collect();
                        insert(&mut link, &again);
                    }
                    3 => {
                        let (_, _, mangle) = MANGLINGS[what % MANGLINGS.len()];
                        let text: String = link.iter().collect();
                        link = if text.contains('#') { mangle(&text) } else { encoded(&text) }.chars().collect();
                    }
                    4 => link[at..end].iter_mut().for_each(|c| *c = c.to_ascii_uppercase()),
                    _ => insert(&mut link, PIECES[what % PIECES.len()]),
                }
            }
            let link: String = link.into_iter().collect();
            let (experiment, warnings) = sound(&link);
            // The module of a page's first picture reads plain links, and knows nothing of what programs do.
            let undone = |w: &Warning| {
                ["trailing", "foreign", "dashes", "encoded", "no-hash", "second-link", "cut"].contains(&w.code)
            };
            assert!(!link::is_plain(&link) || !warnings.iter().any(undone), "{link}: {warnings:?}");
            let told = explain(&link);
            assert_eq!((told.canonical, told.warnings), (experiment.link(), warnings));
            let text = format!("Hello,\n{link}\nbye");
            link::find(&text).iter().for_each(|link| drop(sound(link)));
            Ok(())
        })
        .unwrap();
}
