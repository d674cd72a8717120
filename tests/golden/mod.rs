//! Links whose digests are frozen. A change of one is a change of what links mean: say so in CHANGELOG.md.
#![allow(dead_code, unused_imports)]

#[cfg(feature = "cli")]
mod native;
#[cfg(feature = "cli")]
pub use native::{native, native_exact, native_log_z, native_with_edges};

/// A link, the steps it stops at, and the digest there.
pub struct Golden {
    pub link: &'static str,
    pub steps: u64,
    pub digest: &'static str,
}

pub const LINKS: &[Golden] = &[
    Golden {
        link: "#v=1&model=rbm&hidden=64&data=mnist&trainer=cd&k=1&lr=0.05&batch=100&seed=42&steps=90",
        steps: 90,
        digest: "d6460c0b875d3a8c",
    },
    Golden {
        link: "#v=1&model=rbm&hidden=30&data=bars-and-stripes&n=4&trainer=pcd&k=2&lr=0.02&batch=10&momentum=0.5&decay=0.001&T=1.5&chains=20&seed=7&steps=200",
        steps: 200,
        digest: "c6640df2eb93c176",
    },
    Golden {
        link: "#v=1&model=rbm&hidden=9&data=bars-and-stripes&n=3&trainer=exact&lr=0.3&momentum=0.9&T=0.8&seed=3&steps=150",
        steps: 150,
        digest: "29190563120d95f8",
    },
    Golden {
        link: "#v=1&model=rbm&hidden=100&data=mnist&trainer=cd&k=3&lr=0.1&batch=37&T=1.2&decay=0.0002&seed=9007199254740991&steps=20",
        steps: 20,
        digest: "4ebe8586ad72da5b",
    },
    Golden {
        link: "#v=1&model=rbm&hidden=40&data=mnist&trainer=pcd&lr=0.02&batch=50&steps=30&example=5&damage=noise&amount=0.3&clamp=0&init=damaged&then=block-gibbs:20",
        steps: 30,
        digest: "c15d0c159e173ccc",
    },
];
