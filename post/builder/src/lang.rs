//! The two languages, and the words of the page around the text.

/// A language of the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// English.
    En,
    /// Simplified Chinese.
    Zh,
}

/// What the page says around the text.
pub struct Words {
    /// Of a note in the margin.
    pub note: &'static str,
    /// Where a figure does not run.
    pub fallback: &'static str,
    /// The title above the cited works.
    pub references: &'static str,
    /// The title above the terms.
    pub glossary: &'static str,
    /// The title of the list of sections.
    pub contents: &'static str,
    /// The link past the masthead.
    pub skip: &'static str,
    /// The switch of colours, before it is known which are shown.
    pub dark: &'static str,
    /// What the page is, for search engines.
    pub description: &'static str,
}

const EN: Words = Words {
    note: "Note",
    fallback: "This figure computes in your browser. It needs JavaScript and WebAssembly.",
    references: "References",
    glossary: "Glossary",
    contents: "Contents",
    skip: "To the text",
    dark: "Dark",
    description: "The physics of energy-based models, as an article whose figures compute: networks learn, sample and repair pictures in your browser, with the exact answer beside the sampled one.",
};

const ZH: Words = Words {
    note: "注",
    fallback: "此图在你的浏览器中计算，需要 JavaScript 和 WebAssembly。",
    references: "参考文献",
    glossary: "术语表",
    contents: "目录",
    skip: "跳到正文",
    dark: "深色",
    description: "能量模型的物理：一篇图会计算的文章。网络就在你的浏览器里学习、采样、修复图片，精确答案与采样结果并列。",
};

impl Lang {
    /// Both.
    pub const ALL: [Self; 2] = [Self::En, Self::Zh];

    /// The folder of its texts.
    pub fn folder(self) -> &'static str {
        self.pick("en", "zh")
    }

    /// Its page.
    pub fn page(self) -> &'static str {
        self.pick("index.html", "zh.html")
    }

    /// Its tag in HTML.
    pub fn tag(self) -> &'static str {
        self.pick("en", "zh-Hans")
    }

    /// Its name in itself.
    pub fn name(self) -> &'static str {
        self.pick("English", "中文")
    }

    /// The other one.
    pub fn other(self) -> Self {
        if self == Self::En { Self::Zh } else { Self::En }
    }

    /// English or Chinese.
    pub fn pick<'a>(self, en: &'a str, zh: &'a str) -> &'a str {
        if self == Self::En { en } else { zh }
    }

    /// How equation `n` is called.
    pub fn equation(self, n: usize) -> String {
        if self == Self::En { format!("({n})") } else { format!("（{n}）") }
    }

    /// How figure `n` is called.
    pub fn figure(self, n: usize) -> String {
        format!("{} {n}", self.pick("Figure", "图"))
    }

    /// How a work is called in a sentence, by its authors, `Surname, I. and Surname, I.`, and its year.
    pub fn cited(self, authors: &str, year: u16) -> String {
        let parts = authors.replace(" and ", ", ");
        let names: Vec<&str> = parts.split(", ").step_by(2).collect();
        let names = match names.as_slice() {
            [one, two] => format!("{one} {} {two}", self.pick("and", "和")),
            [one] => one.to_string(),
            [first, ..] => format!("{first} {}", self.pick("et al.", "等")),
            [] => String::new(),
        };
        format!("{names} ({year})")
    }

    /// The page's words.
    pub fn words(self) -> &'static Words {
        if self == Self::En { &EN } else { &ZH }
    }
}
