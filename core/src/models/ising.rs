//! The Ising lattice: `E(σ) = −J Σ_{neighbours} σ_i σ_j − h Σ_i σ_i` on rows × cols sites, row by row.
//!
//! A site is coupled to its neighbours to the right and below, so that a periodic side of two sites has two bonds between the
//! same sites (their coupling is 2J). A periodic side of one site has none. Orders below `T_c = 2J/ln(1 + √2)` for large
//! periodic lattices. Onsager 1944, doi:10.1103/PhysRev.65.117.

use super::{
    couplings::{Couplings, Edge},
    pairwise::Pairwise,
};
use crate::registry::{Entry, Param};

/// The registry's entry.
pub static ENTRY: Entry<super::Recipe> = Entry {
    id: "ising",
    title: "Ising lattice",
    help: "Spins on a grid, each coupled to its four neighbours.",
    params: &[
        Param::int("rows", "Rows", 1, 1024, 32).log(),
        Param::int("cols", "Columns", 1, 1024, 32).log(),
        BOUNDARY,
        Param::float("J", "Coupling J", -100.0, 100.0, 1.0).help("Positive: equal neighbours have the lower energy."),
        Param::float("h", "Field h", -100.0, 100.0, 0.0),
    ],
    build: super::Recipe::new(|shape| {
        if let Some(list) = shape.instance {
            return Ok(Box::new(Pairwise::new(ENTRY.id, list.couplings(), vec![0.0; list.units])));
        }
        let sides = [shape.values.int("rows") as usize, shape.values.int("cols") as usize];
        let periodic = shape.values.word("boundary") == "periodic";
        let coupling = shape.values.float("J") as f32;
        let edges = grid(&sides, periodic).into_iter().map(|(i, j)| Edge { i, j, w: coupling });
        let sites = sides[0] * sides[1];
        let bias = vec![shape.values.float("h") as f32; sites];
        Ok(Box::new(Pairwise::new(ENTRY.id, Couplings::new(sites, edges), bias)))
    })
    .with_instance(),
};

/// What is beyond the edge of a lattice.
pub const BOUNDARY: Param = Param::choice(
    "boundary",
    "Boundary",
    &[("periodic", "Periodic: a torus"), ("open", "Open: edges have fewer neighbours")],
    "periodic",
);

/// The bonds of a grid with these sides, row-major, site by site, along the last side first.
pub fn grid(sides: &[usize], periodic: bool) -> Vec<(u32, u32)> {
    let sites: usize = sides.iter().product();
    let mut bonds = Vec::with_capacity(sites * sides.len());
    for site in 0..sites {
        let mut stride = 1;
        for &side in sides.iter().rev() {
            let place = site / stride % side;
            if place + 1 < side {
                bonds.push((site as u32, (site + stride) as u32));
            } else if periodic && side > 1 {
                bonds.push((site as u32, (site + stride - side * stride) as u32));
            }
            stride *= side;
        }
    }
    bonds
}
