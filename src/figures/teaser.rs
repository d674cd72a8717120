//! The figure `teaser`: the short form of [`repair`], which trains while the reader reads the first lines.
//!
//! The same run of the same kind: an RBM learns digits in the page, no weights are shipped, and the damaged picture is repaired
//! as soon as the steps are done. What differs is what its face shows: the picture, the repair and its energies come first.

use super::repair::{self, Repair};
use crate::registry::Entry;

/// The registry's entry.
pub static ENTRY: Entry<super::Source> = Entry {
    id: "teaser",
    title: "Trained just now",
    help: "A network learns digits while you read, and repairs one that you damage.",
    params: &[],
    build: super::Source {
        link: "#v=1&fig=teaser&model=rbm&hidden=128&data=mnist&trainer=cd&lr=0.1&steps=1200&init=damaged&example=4&instance=1&then=block-gibbs:50",
        shows: repair::ENTRY.build.shows,
        outline: repair::ENTRY.build.outline,
        build: |experiment, given| Ok(Box::new(Repair::new(experiment, given, false)?)),
    },
};
