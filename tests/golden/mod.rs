//! Links whose digests are frozen. A change of one is a change of what links mean: say so in CHANGELOG.md.
#![allow(dead_code, unused_imports)]

#[cfg(feature = "cli")]
mod native;
#[cfg(feature = "cli")]
pub use native::{native, native_exact, native_export, native_log_z, native_with_edges};

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

/// Links of spins that engines run in bits.
pub const SPINS: &[Golden] = &[
    Golden {
        link: "#v=1&model=ising&rows=64&cols=48&T=2.3&sampler=block-gibbs&chains=2&burn=3&seed=5&steps=40",
        steps: 40,
        digest: "86a6c4b99a18b0f0",
    },
    Golden {
        link: "#v=1&model=ising&rows=20&cols=44&J=-0.5&T=1.2&sampler=metropolis&scan=checkerboard&steps=40",
        steps: 40,
        digest: "de23d5f1df522780",
    },
    Golden {
        link: "#v=1&model=spin-glass&rows=4&cols=5&depth=3&instance=7&sampler=annealing&chains=300&steps=50",
        steps: 50,
        digest: "109e146cc562c201",
    },
];
